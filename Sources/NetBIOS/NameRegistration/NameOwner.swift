// SPDX-License-Identifier: Apache-2.0

/// A B-node's names on one network: claimed, defended, told of, given up.
///
///     claim ──► 3 × broadcast request, 250 ms apart ──silence──► overwrite demand: owned
///                           └──negative response──► refused
///     release ──► 3 × broadcast release, 250 ms apart ──► released
///
/// Events are methods that return what to do; the time is a parameter. After every event ask
/// ``nextDeadline``, and call ``advance(to:)`` then. A machine with several networks has a
/// ``NameOwner`` on each. Source: RFC 1002 5.1.1.
public struct NameOwner: Sendable {
  /// The names.
  public internal(set) var table = NameTable()

  private struct Attempt {
    let name: NetBIOSName
    let transactionID: UInt16
    var sentCount: Int
    var deadline: ContinuousClock.Instant
  }

  /// TTL of what we tell of our names, in seconds; what Windows says.
  static let timeToLive: UInt32 = 300_000

  let address: IPv4Address
  let scope: NetBIOSScope
  let statistics: NodeStatistics
  let obeysConflictDemands: Bool
  private let timers: NameTimers
  private var attempts: [Attempt] = []

  /// Creates a node without names.
  ///
  /// - Parameters:
  ///   - address: The address of this node on this network.
  ///   - scope: The scope; packets of other scopes are not for us.
  ///   - unitID: The hardware address told in a node status, in the low 48 bits.
  ///   - obeysConflictDemands: Whether a name is given up when anybody says so. RFC 1002 5.1.1.5 wants
  ///     it; one forged packet then takes a name away for good (CVE-2000-0673).
  ///   - timers: How often and how long to ask.
  public init(
    address: IPv4Address, scope: NetBIOSScope = .none, unitID: UInt64 = 0,
    obeysConflictDemands: Bool = false, timers: NameTimers = NameTimers()
  ) {
    self.address = address
    self.scope = scope
    statistics = NodeStatistics(unitID: unitID)
    self.obeysConflictDemands = obeysConflictDemands
    self.timers = timers
  }

  /// When ``advance(to:)`` has something to do; `nil` when nothing is under way.
  public var nextDeadline: ContinuousClock.Instant? { attempts.map(\.deadline).min() }

  /// Begins to claim a name.
  ///
  /// - Parameter transactionID: A number that no other request under way has.
  public mutating func claim(
    _ name: NetBIOSName, isGroup: Bool = false, transactionID: UInt16,
    at now: ContinuousClock.Instant
  ) -> [NameOwnerAction] {
    if table[name]?.state == .releasing { forget(name) }
    guard table[name] == nil else { return [.refused(name, .present)] }
    guard table.entries.count < NameTable.maximumCount else {
      return [.refused(name, .tableFull)]
    }
    table.add(name, isGroup: isGroup)
    return begin(name, transactionID, at: now)
  }

  /// Begins to give a name up; nothing for a name that is not in the table.
  public mutating func release(
    _ name: NetBIOSName, transactionID: UInt16, at now: ContinuousClock.Instant
  ) -> [NameOwnerAction] {
    guard let entry = table[name], entry.state != .releasing else { return [] }
    attempts.removeAll { $0.name == name }
    guard entry.state != .claiming else {
      forget(name)
      return [.released(name)]
    }
    table.set(name, .releasing)
    return begin(name, transactionID, at: now)
  }

  /// Goes on with what is due.
  public mutating func advance(to now: ContinuousClock.Instant) -> [NameOwnerAction] {
    var actions: [NameOwnerAction] = []
    for var attempt in attempts where attempt.deadline <= now {
      attempts.removeAll { $0.name == attempt.name }
      if attempt.sentCount < timers.broadcastCount {
        attempt.sentCount += 1
        attempt.deadline = now.advanced(by: timers.broadcastInterval)
        attempts.append(attempt)
        actions += request(attempt)
      } else {
        actions += conclude(attempt)
      }
    }
    return actions
  }

  private mutating func begin(
    _ name: NetBIOSName, _ id: UInt16, at now: ContinuousClock.Instant
  ) -> [NameOwnerAction] {
    let attempt = Attempt(
      name: name, transactionID: id, sentCount: 1,
      deadline: now.advanced(by: timers.broadcastInterval))
    attempts.append(attempt)
    return request(attempt)
  }

  private func request(_ attempt: Attempt) -> [NameOwnerAction] {
    guard let entry = table[attempt.name] else { return [] }
    let message: NameServiceMessage =
      entry.state == .releasing
      ? .releaseRequest(record(entry), isBroadcast: true)
      : .registrationRequest(record(entry), isBroadcast: true)
    return [.broadcast(NameServicePacket(transactionID: attempt.transactionID, message))]
  }

  private mutating func conclude(_ attempt: Attempt) -> [NameOwnerAction] {
    guard let entry = table[attempt.name] else { return [] }
    guard entry.state == .claiming else {
      forget(attempt.name)
      return [.released(attempt.name)]
    }
    table.set(attempt.name, .owned)
    let demand = NameServiceMessage.overwriteRequest(record(entry), isBroadcast: true)
    return [
      .broadcast(NameServicePacket(transactionID: attempt.transactionID, demand)),
      .claimed(attempt.name),
    ]
  }

  mutating func refuse(
    _ name: ScopedName, owner: IPv4Address, _ id: UInt16
  ) -> [NameOwnerAction] {
    guard name.scope == scope, table[name.name]?.state == .claiming,
      attempts.contains(where: { $0.name == name.name && $0.transactionID == id })
    else { return [] }
    forget(name.name)
    return [.refused(name.name, .owned(by: owner))]
  }

  private mutating func forget(_ name: NetBIOSName) {
    attempts.removeAll { $0.name == name }
    table.remove(name)
  }

  func record(_ entry: NameTable.Entry, timeToLive: UInt32 = 0) -> NameRecord {
    NameRecord(
      ScopedName(entry.name, scope: scope), timeToLive: timeToLive,
      entry: NameEntry(isGroup: entry.isGroup, address: address))
  }
}
