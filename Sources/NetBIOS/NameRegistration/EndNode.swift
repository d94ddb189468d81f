// SPDX-License-Identifier: Apache-2.0

/// The names of an end-node on one network: its claims by broadcast, and its registrations at a name
/// server, in the order of its node type.
///
/// | node type | to claim a name |
/// |---|---|
/// | B | broadcast |
/// | P | register at the server; no broadcast is sent or answered |
/// | M | broadcast, then register at the server |
/// | H | register at the server, then broadcast, also where the server is silent |
///
/// A name that the server refuses is given up. Each event is a method that returns actions; the time is
/// a parameter. After every event the caller reads ``nextDeadline`` and calls ``advance(to:)`` at that
/// time. Source: RFC 1001 10 and 15.1, RFC 1002 5.1; H is that of [MS-NBTE].
public struct EndNode: Sendable {
  /// A step for the owner of the socket to take, or a fact for it to log.
  public enum Action: Equatable, Sendable {
    /// Of the network of this node.
    case owner(NameOwner.Action)

    /// Of the server.
    case server(ServerRegistration.Action)
  }

  private var owner: NameOwner
  private var registration: ServerRegistration?
  private let nodeType: NodeType
  private var transactionIDs: [NetBIOSName: UInt16] = [:]

  /// The names of which the server has to speak before this node goes on.
  private var awaited: Set<NetBIOSName> = []

  /// Creates a node without names.
  ///
  /// - Parameters:
  ///   - address: The address of this node on this network.
  ///   - nodeType: The node type; without a server the node is a B-node.
  ///   - server: The name server; `nil` for none, or where another network leads to it.
  ///   - unitID: The hardware address in a node status, in the low 48 bits.
  ///   - timers: How often to repeat a request, and how long to wait for an answer.
  public init(
    address: IPv4Address, nodeType: NodeType = .broadcast, server: IPv4Address? = nil,
    unitID: UInt64 = 0, timers: NameTimers = NameTimers()
  ) {
    self.nodeType = server == nil ? .broadcast : nodeType
    owner = NameOwner(address: address, nodeType: self.nodeType, unitID: unitID, timers: timers)
    guard let server, nodeType != .broadcast else { return }
    registration = ServerRegistration(
      at: server, address: address, nodeType: nodeType, timers: timers)
  }

  /// The names.
  public var table: NameTable { owner.table }

  /// How many names the server holds; `nil` without a server.
  public var heldCount: Int? { registration?.heldCount }

  /// When to call ``advance(to:)``; `nil` when nothing is under way.
  public var nextDeadline: ContinuousClock.Instant? {
    guard let first = owner.nextDeadline, let second = registration?.nextDeadline else {
      return owner.nextDeadline ?? registration?.nextDeadline
    }
    return min(first, second)
  }

  /// Begins to claim a name.
  ///
  /// `transactionID` is a number that no other request under way has.
  public mutating func claim(
    _ name: NetBIOSName, isGroup: Bool = false, transactionID: UInt16,
    at now: ContinuousClock.Instant
  ) -> [Action] {
    guard registration != nil, nodeType == .pointToPoint || nodeType == .hybrid else {
      transactionIDs[name] = transactionID
      return take(
        owner.claim(name, isGroup: isGroup, transactionID: transactionID, at: now), at: now)
    }
    let refusal = owner.reserve(name, isGroup: isGroup)
    guard refusal.isEmpty else { return refusal.map { .owner($0) } }
    transactionIDs[name] = transactionID
    awaited.insert(name)
    return register(name, isGroup: isGroup, at: now)
  }

  /// Begins to give a name up; does nothing for a name that is not in the table.
  public mutating func release(
    _ name: NetBIOSName, transactionID: UInt16, at now: ContinuousClock.Instant
  ) -> [Action] {
    guard let entry = table[name], entry.state != .releasing else { return [] }
    awaited.remove(name)
    if nodeType == .pointToPoint {
      owner.withdraw(name)
    }
    let atServer = registration?.release(name, at: now) ?? []
    let here =
      nodeType == .pointToPoint ? [] : owner.release(name, transactionID: transactionID, at: now)
    return take(atServer, at: now) + take(here, at: now)
  }

  /// Repeats or ends what is under way and due.
  public mutating func advance(to now: ContinuousClock.Instant) -> [Action] {
    let atServer = registration?.advance(to: now) ?? []
    return take(atServer, at: now) + take(owner.advance(to: now), at: now)
  }

  /// Takes a packet that arrived on this network, or from the server.
  public mutating func receive(
    _ packet: NameServicePacket, from source: Endpoint, at now: ContinuousClock.Instant
  ) -> [Action] {
    let atServer = registration?.receive(packet, from: source, at: now) ?? []
    return take(atServer, at: now) + take(owner.receive(packet, from: source), at: now)
  }

  private mutating func register(
    _ name: NetBIOSName, isGroup: Bool, at now: ContinuousClock.Instant
  ) -> [Action] {
    let id = transactionIDs[name] ?? 0
    let actions = registration?.register(name, isGroup: isGroup, transactionID: id, at: now)
    return take(actions ?? [], at: now)
  }

  private mutating func take(
    _ actions: [NameOwner.Action], at now: ContinuousClock.Instant
  ) -> [Action] {
    var result: [Action] = []
    for action in actions {
      result.append(.owner(action))
      switch action {
      case .claimed(let name) where nodeType == .mixed:
        result += register(name, isGroup: table[name]?.isGroup ?? false, at: now)
      // The server gave a name that another node of this network has.
      case .refused(let name, .owned) where nodeType == .hybrid:
        awaited.remove(name)
        result += take(registration?.release(name, at: now) ?? [], at: now)
      default: break
      }
    }
    return result
  }

  private mutating func take(
    _ actions: [ServerRegistration.Action], at now: ContinuousClock.Instant
  ) -> [Action] {
    var result: [Action] = []
    for action in actions {
      switch action {
      case .send: result.append(.server(action))
      case .registered(let name, _):
        result.append(.server(action))
        result += goOn(name, at: now)
      case .unanswered(let name):
        result.append(.server(action))
        if nodeType == .hybrid { result += goOn(name, at: now) }
      case .refused(let name, let refusal): result += lose(name, refusal, at: now)
      case .released(let name) where nodeType == .pointToPoint:
        owner.drop(name)
        result.append(.owner(.released(name)))
      case .released: break
      }
    }
    return result
  }

  /// Claims a name on the network, of which the server has spoken.
  private mutating func goOn(
    _ name: NetBIOSName, at now: ContinuousClock.Instant
  ) -> [Action] {
    guard awaited.remove(name) != nil else { return [] }
    guard nodeType != .pointToPoint else {
      owner.settle(name)
      return [.owner(.claimed(name))]
    }
    return take(owner.claimReserved(name, transactionIDs[name] ?? 0, at: now), at: now)
  }

  /// Gives a name up that the server has refused.
  private mutating func lose(
    _ name: NetBIOSName, _ refusal: NameOwner.Action.Refusal, at now: ContinuousClock.Instant
  ) -> [Action] {
    awaited.remove(name)
    let isOnNetwork = nodeType != .pointToPoint && table.owns(name)
    let release =
      isOnNetwork ? owner.release(name, transactionID: transactionIDs[name] ?? 0, at: now) : []
    if !isOnNetwork { owner.drop(name) }
    return release.map { .owner($0) } + [.owner(.refused(name, refusal))]
  }
}
