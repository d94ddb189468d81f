// SPDX-License-Identifier: Apache-2.0

/// One query for the owner of a name: to a name server and by broadcast, as the node type says.
///
///     H  ──► server, 3 × 1.5 s ──silence, or no──► broadcast, 3 × 250 ms ──silence──► not found
///                    └── found, finished                  └── found ──1 s for conflicts──► finished
///
/// An M-node broadcasts first and asks the server then, a B-node only broadcasts, a P-node only asks.
///
/// Each event is a method that returns actions; the time is a parameter. After every event the caller
/// reads ``nextDeadline`` and calls ``advance(to:)`` at that time. Source: RFC 1001 10, RFC 1002 5.1.1.3,
/// 5.1.2.3 and 5.1.3.3; the H-node is that of [MS-NBTE].
public struct NameQuery: Sendable {
  /// A step for the owner of the socket to take, or the result.
  public indirect enum Action: Equatable, Sendable {
    /// Broadcast the packet on this network, port 137.
    case broadcast(NameServicePacket)

    /// Send the packet to one node.
    case send(NameServicePacket, to: Endpoint)

    /// The owners, 1 or more, and the node that named them. A sender in a hurry need not wait for more.
    case found([NameEntry], by: Endpoint)

    /// No node has the name.
    case notFound

    /// Another node says that it owns the same unique name. The packet, sent to that node, makes it give
    /// the name up: RFC 1002 5.1.1.3. A caller that sends it believes the first node without proof.
    case conflict(demand: NameServicePacket, to: Endpoint)

    /// The query is over.
    case finished
  }

  private enum State {
    case asking(server: IPv4Address?, sentCount: Int, deadline: ContinuousClock.Instant)
    case watching(owners: [NameEntry], deadline: ContinuousClock.Instant)
    case finished
  }

  /// The name to look for.
  public let name: ScopedName

  /// NAME_TRN_ID of the query.
  public let transactionID: UInt16

  private let steps: [IPv4Address?]
  private var stepIndex = 0
  private let timers: NameTimers
  private var state = State.finished

  /// Creates a query that is not sent yet.
  ///
  /// - Parameters:
  ///   - name: The name to look for.
  ///   - server: The address of a name server (WINS); without one the query is a broadcast.
  ///   - nodeType: In which order to ask.
  ///   - transactionID: A number that no other request under way has.
  ///   - timers: How often to repeat the query, and how long to wait for an answer.
  public init(
    _ name: ScopedName, server: IPv4Address? = nil, nodeType: NodeType = .hybrid,
    transactionID: UInt16, timers: NameTimers = NameTimers()
  ) {
    self.name = name
    steps =
      switch (server, nodeType) {
      case (nil, _), (_, .broadcast): [nil]
      case (_, .pointToPoint): [server]
      case (_, .mixed): [nil, server]
      case (_, .hybrid): [server, nil]
      }
    self.transactionID = transactionID
    self.timers = timers
  }

  /// When to call ``advance(to:)``; `nil` when the query is finished.
  public var nextDeadline: ContinuousClock.Instant? {
    switch state {
    case .asking(_, _, let deadline), .watching(_, let deadline): deadline
    case .finished: nil
    }
  }

  /// Sends the query for the first time.
  public mutating func start(at now: ContinuousClock.Instant) -> [Action] {
    ask(steps[stepIndex], sentCount: 1, at: now)
  }

  /// Repeats the query, or ends it, when the deadline has passed.
  public mutating func advance(to now: ContinuousClock.Instant) -> [Action] {
    switch state {
    case .asking(let server, let sentCount, let deadline) where deadline <= now:
      let limit = server == nil ? timers.broadcastCount : timers.unicastCount
      if sentCount < limit { return ask(server, sentCount: sentCount + 1, at: now) }
      return goOn(at: now)
    case .watching(_, let deadline) where deadline <= now:
      state = .finished
      return [.finished]
    case .asking, .watching, .finished: return []
    }
  }

  /// Takes a packet that arrived; ignores packets that do not answer the query.
  public mutating func receive(
    _ packet: NameServicePacket, from source: Endpoint, at now: ContinuousClock.Instant
  ) -> [Action] {
    guard packet.transactionID == transactionID else { return [] }
    switch (state, packet.message) {
    case (.asking(let server, _, _), .positiveQueryResponse(name, _, let owners)):
      if let server {
        guard source.address == server else { return [] }
        state = .finished
        return [.found(owners, by: source), .finished]
      }
      state = .watching(owners: owners, deadline: now.advanced(by: timers.conflictInterval))
      return [.found(owners, by: source)]
    case (.asking(let server?, _, _), .negativeQueryResponse(let denied, _)):
      guard source.address == server, denied == nil || denied == name else { return [] }
      return goOn(at: now)
    case (.watching(let owners, _), .positiveQueryResponse(name, _, let others)):
      return conflict(owners, others, source)
    default: return []
    }
  }

  /// Asks in the next way, or ends the query.
  private mutating func goOn(at now: ContinuousClock.Instant) -> [Action] {
    stepIndex += 1
    guard stepIndex < steps.count else {
      state = .finished
      return [.notFound, .finished]
    }
    return ask(steps[stepIndex], sentCount: 1, at: now)
  }

  private mutating func ask(
    _ server: IPv4Address?, sentCount: Int, at now: ContinuousClock.Instant
  ) -> [Action] {
    let interval = server == nil ? timers.broadcastInterval : timers.unicastInterval
    state = .asking(
      server: server, sentCount: sentCount, deadline: now.advanced(by: interval))
    let packet = NameServicePacket(
      transactionID: transactionID, .queryRequest(name, isBroadcast: server == nil))
    guard let server else { return [.broadcast(packet)] }
    return [.send(packet, to: Endpoint(address: server, port: Endpoint.nameServicePort))]
  }

  private func conflict(
    _ owners: [NameEntry], _ others: [NameEntry], _ source: Endpoint
  ) -> [Action] {
    // A node with several addresses answers from each of them, and nmbd answers everything twice.
    guard owners.contains(where: { !$0.isGroup }), others.contains(where: { !$0.isGroup }),
      !others.contains(where: { other in owners.contains { $0.address == other.address } })
    else { return [] }
    let demand = NameServicePacket(transactionID: transactionID, .conflictDemand(name))
    return [
      .conflict(
        demand: demand,
        to: Endpoint(address: source.address, port: Endpoint.nameServicePort))
    ]
  }
}
