// SPDX-License-Identifier: Apache-2.0

/// The names of a B-node on one network, from claim to release.
///
///     claim ──► 3 × broadcast request, 250 ms apart ──silence──► overwrite demand: owned
///                           └──negative response──► refused
///     release ──► 3 × broadcast release, 250 ms apart ──► released
///
/// A claim of another node that comes while this one is under way decides between the two: the node with
/// the lower address goes on and refuses the other's claim, and the other gives way.
///
/// Each event is a method that returns actions; the time is a parameter. After every event the caller
/// reads ``nextDeadline`` and calls ``advance(to:)`` at that time. A machine with several networks has a
/// ``NameOwner`` on each. Source: RFC 1002 5.1.1.
public struct NameOwner: Sendable {
  /// A step for the owner of the socket to take, or a fact for it to log.
  public enum Action: Equatable, Sendable {
    /// Why a claim failed.
    public enum Refusal: Equatable, Sendable {
      /// Another node has the name; its claimed address.
      case owned(by: IPv4Address)

      /// The name is in the table already.
      case present

      /// There is no room for another name.
      case tableFull

      /// The name server refuses the name, and names no owner.
      case server(ResponseCode)
    }

    /// Broadcast the packet on this network, port 137.
    case broadcast(NameServicePacket)

    /// Send the packet to one node.
    case send(NameServicePacket, to: Endpoint)

    /// This node owns the name now.
    case claimed(NetBIOSName)

    /// This node did not get the name.
    case refused(NetBIOSName, Refusal)

    /// The name is given up.
    case released(NetBIOSName)

    /// Another node asked for a name of this node and was refused. Worth a line in a log.
    case defended(NetBIOSName, against: Endpoint)

    /// Another node declared that it owns a name of this node. Worth a line in a log.
    case overridden(NetBIOSName, by: Endpoint)

    /// An unproven sender says that a name of this node is in conflict. Worth a warning.
    case conflictDemanded(NetBIOSName, by: Endpoint)
  }

  /// The names.
  public internal(set) var table = NameTable()

  private struct Attempt {
    let name: NetBIOSName
    let transactionID: UInt16
    var sentCount: Int
    var deadline: ContinuousClock.Instant
  }

  /// TTL in answers about this node's names, in seconds; the value of Windows.
  static let timeToLive: UInt32 = 300_000

  let address: IPv4Address
  let nodeType: NodeType
  let scope: NetBIOSScope
  let statistics: NodeStatistics
  let obeysConflictDemands: Bool
  private let timers: NameTimers
  private var attempts: [Attempt] = []

  /// Creates a node without names.
  ///
  /// - Parameters:
  ///   - address: The address of this node on this network.
  ///   - nodeType: The node type in packets; a P-node does not answer broadcasts.
  ///   - scope: The scope; packets of other scopes are ignored.
  ///   - unitID: The hardware address in a node status, in the low 48 bits.
  ///   - obeysConflictDemands: Whether a conflict demand takes a name away, as RFC 1002 5.1.1.5 requires.
  ///     One forged packet then takes a name away for good (CVE-2000-0673).
  ///   - timers: How often to repeat a request, and how long to wait for an answer.
  public init(
    address: IPv4Address, nodeType: NodeType = .broadcast, scope: NetBIOSScope = .none,
    unitID: UInt64 = 0, obeysConflictDemands: Bool = false, timers: NameTimers = NameTimers()
  ) {
    self.address = address
    self.nodeType = nodeType
    self.scope = scope
    statistics = NodeStatistics(unitID: unitID)
    self.obeysConflictDemands = obeysConflictDemands
    self.timers = timers
  }

  /// When to call ``advance(to:)``; `nil` when nothing is under way.
  public var nextDeadline: ContinuousClock.Instant? { attempts.map { $0.deadline }.min() }

  /// Begins to claim a name.
  ///
  /// `transactionID` is a number that no other request under way has.
  public mutating func claim(
    _ name: NetBIOSName, isGroup: Bool = false, transactionID: UInt16,
    at now: ContinuousClock.Instant
  ) -> [Action] {
    let refusal = reserve(name, isGroup: isGroup)
    return refusal.isEmpty ? begin(name, transactionID, at: now) : refusal
  }

  /// Enters a name in the table, without a broadcast, until another part of the node has decided.
  ///
  /// ``claimReserved(_:_:at:)``, ``settle(_:)`` or ``drop(_:)`` must follow.
  ///
  /// - Returns: A refusal, or nothing.
  mutating func reserve(_ name: NetBIOSName, isGroup: Bool) -> [Action] {
    if table[name]?.state == .releasing { drop(name) }
    guard table[name] == nil else { return [.refused(name, .present)] }
    guard table.entries.count < NameTable.maximumCount else {
      return [.refused(name, .tableFull)]
    }
    table.add(name, isGroup: isGroup)
    return []
  }

  /// Begins to claim a name that is in the table.
  mutating func claimReserved(
    _ name: NetBIOSName, _ transactionID: UInt16, at now: ContinuousClock.Instant
  ) -> [Action] {
    table[name]?.state == .claiming ? begin(name, transactionID, at: now) : []
  }

  /// Notes that this node owns a name that is in the table, without a broadcast.
  mutating func settle(_ name: NetBIOSName) { table.set(name, .owned) }

  /// Notes that a name is being given up, without a broadcast; ``drop(_:)`` must follow.
  mutating func withdraw(_ name: NetBIOSName) {
    attempts.removeAll { $0.name == name }
    table.set(name, .releasing)
  }

  /// Begins to give a name up; does nothing for a name that is not in the table.
  public mutating func release(
    _ name: NetBIOSName, transactionID: UInt16, at now: ContinuousClock.Instant
  ) -> [Action] {
    guard let entry = table[name], entry.state != .releasing else { return [] }
    attempts.removeAll { $0.name == name }
    guard entry.state != .claiming else {
      drop(name)
      return [.released(name)]
    }
    table.set(name, .releasing)
    return begin(name, transactionID, at: now)
  }

  /// Repeats or ends the attempts whose deadline has passed.
  public mutating func advance(to now: ContinuousClock.Instant) -> [Action] {
    var actions: [Action] = []
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
  ) -> [Action] {
    let attempt = Attempt(
      name: name, transactionID: id, sentCount: 1,
      deadline: now.advanced(by: timers.broadcastInterval))
    attempts.append(attempt)
    return request(attempt)
  }

  private func request(_ attempt: Attempt) -> [Action] {
    guard let entry = table[attempt.name] else { return [] }
    let message: NameServiceMessage =
      entry.state == .releasing
      ? .releaseRequest(record(entry), isBroadcast: true)
      : .registrationRequest(record(entry), isBroadcast: true)
    return [.broadcast(NameServicePacket(transactionID: attempt.transactionID, message))]
  }

  private mutating func conclude(_ attempt: Attempt) -> [Action] {
    guard let entry = table[attempt.name] else { return [] }
    guard entry.state == .claiming else {
      drop(attempt.name)
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
  ) -> [Action] {
    guard name.scope == scope, table[name.name]?.state == .claiming,
      attempts.contains(where: { $0.name == name.name && $0.transactionID == id })
    else { return [] }
    drop(name.name)
    return [.refused(name.name, .owned(by: owner))]
  }

  /// Removes a name in any state.
  mutating func drop(_ name: NetBIOSName) {
    attempts.removeAll { $0.name == name }
    table.remove(name)
  }

  func record(_ entry: NameTable.Entry, timeToLive: UInt32 = 0) -> NameRecord {
    NameRecord(
      ScopedName(entry.name, scope: scope), timeToLive: timeToLive,
      entry: NameEntry(isGroup: entry.isGroup, nodeType: nodeType, address: address))
  }
}
