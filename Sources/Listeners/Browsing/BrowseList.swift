// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import SMBMessaging

/// The computers that have announced themselves recently.
///
/// Any sender can announce any name. So the list keeps a few names of each address and a limited number in
/// all, and forgets a computer that has been silent for three of its announcement periods.
struct BrowseList {
  /// The most computers.
  static let maximumCount = 1024

  /// The most names of one address; a further one replaces the name that was silent longest.
  static let maximumCountPerAddress = 8

  /// The announcement periods that count; [MS-BRWS] 3.2.6 has twelve minutes.
  static let periods = Duration.seconds(60)...Duration.seconds(720)

  /// The number of announcement periods after which a silent computer is forgotten.
  static let periodsUntilExpiry = 3

  private var byAddress: [IPv4Address: [AnnouncedComputer]] = [:]
  private var count = 0

  /// The time before which no computer expires.
  private var nextExpiry: ContinuousClock.Instant?

  /// The computers, in the order of their addresses.
  var computers: [AnnouncedComputer] {
    byAddress.sorted { $0.key.rawValue < $1.key.rawValue }.flatMap { $0.value }
  }

  /// Takes an announcement in.
  ///
  /// - Parameter workgroup: The workgroup to which the announcement was sent; `nil` when it is unknown.
  /// - Returns: Whether it was taken; `false` where there are too many computers.
  mutating func receive(
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
      // The last announcement of a computer that leaves the network.
      if let known, !isDomain { own.remove(at: known) }
      set(own, of: source)
      return true
    }
    var computer = AnnouncedComputer(
      name: name, address: source, workgroup: isDomain ? announcement.name : workgroup,
      isMaster: isDomain || announcement.kind == .localMaster
        || announcement.serverType.contains(.masterBrowser),
      comment: isDomain ? [] : announcement.comment, lastAnnounced: now,
      expiry: now + BrowseList.silenceLimit(after: announcement))
    if let known {
      let before = own.remove(at: known)
      if isDomain { computer.comment = before.comment }
      computer.workgroup = computer.workgroup ?? before.workgroup
      computer.expiry = max(computer.expiry, before.expiry)
    } else if own.count >= BrowseList.maximumCountPerAddress {
      own.removeFirst()
    } else if count >= BrowseList.maximumCount {
      return false
    }
    // At the end, so that the first one is always the one that was silent longest.
    own.append(computer)
    set(own, of: source)
    nextExpiry = min(nextExpiry ?? computer.expiry, computer.expiry)
    return true
  }

  /// Forgets the computers that have been silent for too long.
  ///
  /// - Returns: Whether there were any.
  @discardableResult mutating func expire(at now: ContinuousClock.Instant) -> Bool {
    guard let nextExpiry, nextExpiry <= now else { return false }
    let before = count
    for (address, own) in byAddress {
      set(own.filter { now < $0.expiry }, of: address)
    }
    self.nextExpiry = byAddress.values.joined().map { $0.expiry }.min()
    return count != before
  }

  private mutating func set(_ own: [AnnouncedComputer], of address: IPv4Address) {
    count += own.count - (byAddress[address]?.count ?? 0)
    byAddress[address] = own.isEmpty ? nil : own
  }

  private static func silenceLimit(after announcement: BrowserAnnouncement) -> Duration {
    let period = Duration.milliseconds(announcement.periodicity)
    return min(max(period, periods.lowerBound), periods.upperBound) * periodsUntilExpiry
  }

  /// The name of a computer in a comment; `nil` where the comment is not one.
  private static func name(_ comment: [UInt8]) -> [UInt8]? {
    guard let name = try? NetBIOSName(label: comment, suffix: .workstation),
      !name.label.contains(where: { $0 < 0x20 || $0 == 0x7F })
    else { return nil }
    return Array(name.label)
  }
}
