// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import SMBMessaging

/// The machines that have said of late that they are there.
///
/// Anybody can say anything: of one address a few names are kept, of all addresses so many, and a
/// name goes when its machine has been silent for three times as long as it said it would be.
struct BrowseList {
  /// The most machines.
  static let maximumCount = 1024

  /// The most names of one address: of more, the one that was silent longest goes.
  static let maximumCountPerAddress = 8

  /// How long a machine may be silent as it says itself: [MS-BRWS] 3.2.6 has twelve minutes.
  static let periods = Duration.seconds(60)...Duration.seconds(720)

  /// How many announcements a machine may miss, and this one.
  static let patience = 3

  private var byAddress: [IPv4Address: [AnnouncedComputer]] = [:]
  private var count = 0
  /// Before this nobody is to be forgotten.
  private var nextExpiry: ContinuousClock.Instant?

  /// The machines, in the order of their addresses.
  var machines: [AnnouncedComputer] {
    byAddress.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap(\.value)
  }

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
    let name = isDomain ? BrowseList.name(announcement.comment) : announcement.name
    guard let name else { return false }
    var own = byAddress[source] ?? []
    let known = own.firstIndex { $0.name == name }
    guard !announcement.serverType.isEmpty else {
      // The last word of a machine that goes.
      if let known, !isDomain { own.remove(at: known) }
      set(own, of: source)
      return true
    }
    var machine = AnnouncedComputer(
      name: name, address: source, workgroup: isDomain ? announcement.name : workgroup,
      isMaster: isDomain || announcement.kind == .localMaster
        || announcement.serverType.contains(.masterBrowser),
      comment: isDomain ? [] : announcement.comment, heard: now,
      expiry: now + BrowseList.silence(after: announcement))
    if let known {
      let before = own.remove(at: known)
      if isDomain { machine.comment = before.comment }
      machine.workgroup = machine.workgroup ?? before.workgroup
      machine.expiry = max(machine.expiry, before.expiry)
    } else if own.count >= BrowseList.maximumCountPerAddress {
      own.removeFirst()
    } else if count >= BrowseList.maximumCount {
      return false
    }
    // Behind the others, so that the first one is always the one that was silent longest.
    own.append(machine)
    set(own, of: source)
    nextExpiry = min(nextExpiry ?? machine.expiry, machine.expiry)
    return true
  }

  /// Forgets machines that have been silent for too long.
  ///
  /// - Returns: Whether there were any.
  @discardableResult mutating func expire(at now: ContinuousClock.Instant) -> Bool {
    guard let nextExpiry, nextExpiry <= now else { return false }
    let before = count
    for (address, own) in byAddress {
      set(own.filter { now < $0.expiry }, of: address)
    }
    self.nextExpiry = byAddress.values.joined().map(\.expiry).min()
    return count != before
  }

  private mutating func set(_ own: [AnnouncedComputer], of address: IPv4Address) {
    count += own.count - (byAddress[address]?.count ?? 0)
    byAddress[address] = own.isEmpty ? nil : own
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
