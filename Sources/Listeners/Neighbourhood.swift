// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import SMBMessaging

/// The machines that have said of late that they are there.
///
/// Anybody can say anything: of one address a few names are kept, of all addresses so many, and a
/// name goes when its machine has been silent for three times as long as it said it would be.
struct Neighbourhood {
  /// The most machines.
  static let maximumCount = 1024

  /// The most names of one address: of more, the one that was silent longest goes.
  static let maximumCountPerAddress = 8

  /// How long a machine may be silent as it says itself: [MS-BRWS] 3.2.6 has twelve minutes.
  static let periods = Duration.seconds(60)...Duration.seconds(720)

  /// How many announcements a machine may miss, and this one.
  static let patience = 3

  /// The machines, those first that were heard of first.
  private(set) var machines: [Neighbour] = []

  /// Takes note of an announcement.
  ///
  /// - Parameter workgroup: Whom the announcement was sent to; `nil` when that says nothing.
  /// - Returns: Whether it was taken: not where there are too many machines.
  mutating func hear(
    _ announcement: BrowserAnnouncement, in workgroup: [UInt8]?, from source: IPv4Address,
    at now: ContinuousClock.Instant
  ) -> Bool {
    expire(at: now)
    let isDomain = announcement.kind == .domain
    let name = isDomain ? Neighbourhood.name(announcement.comment) : announcement.name
    guard let name else { return false }
    let index = machines.firstIndex { $0.address == source && $0.name == name }
    guard !announcement.serverType.isEmpty else {
      // The last word of a machine that goes.
      if let index, !isDomain { machines.remove(at: index) }
      return true
    }
    var machine = Neighbour(
      name: name, address: source, workgroup: isDomain ? announcement.name : workgroup,
      isMaster: isDomain || announcement.kind == .localMaster
        || announcement.serverType.contains(.masterBrowser),
      comment: isDomain ? [] : announcement.comment, heard: now,
      expiry: now + Neighbourhood.silence(after: announcement))
    guard let index else { return append(machine) }
    let known = machines[index]
    if isDomain { machine.comment = known.comment }
    machine.workgroup = machine.workgroup ?? known.workgroup
    machine.expiry = max(machine.expiry, known.expiry)
    machines[index] = machine
    return true
  }

  /// Forgets machines that have been silent for too long.
  ///
  /// - Returns: Whether there were any.
  @discardableResult mutating func expire(at now: ContinuousClock.Instant) -> Bool {
    let count = machines.count
    machines.removeAll { $0.expiry <= now }
    return machines.count != count
  }

  private mutating func append(_ machine: Neighbour) -> Bool {
    let own = machines.indices.filter { machines[$0].address == machine.address }
    if own.count >= Neighbourhood.maximumCountPerAddress,
      let oldest = own.min(by: { machines[$0].heard < machines[$1].heard })
    {
      machines.remove(at: oldest)
    }
    guard machines.count < Neighbourhood.maximumCount else { return false }
    machines.append(machine)
    return true
  }

  private static func silence(after announcement: BrowserAnnouncement) -> Duration {
    let period = Duration.milliseconds(announcement.periodicity)
    return min(max(period, periods.lowerBound), periods.upperBound) * patience
  }

  /// A comment that is the name of a computer.
  private static func name(_ comment: [UInt8]) -> [UInt8]? {
    guard let name = try? NetBIOSName(label: comment, suffix: .workstation),
      !name.label.contains(where: { $0 < 0x20 || $0 == 0x7F })
    else { return nil }
    return Array(name.label)
  }
}
