// SPDX-License-Identifier: Apache-2.0

/// One question, who has a name: asked of a name server if there is one, then of everyone.
///
///     start ──► server, 3 × 1.5 s ──silence, or no──► everyone, 3 × 250 ms ──silence──► not found
///                    └── found, finished                     └── found ──1 s for conflicts──► finished
///
/// Events are methods that return what to do; the time is a parameter. After every event ask
/// ``nextDeadline``, and call ``advance(to:)`` then. Source: RFC 1002 5.1.1.3; server first, then
/// broadcast, is the H-node of [MS-NBTE].
public struct NameQuery: Sendable {
  private enum State {
    case asking(server: IPv4Address?, sentCount: Int, deadline: ContinuousClock.Instant)
    case watching(owners: [NameEntry], deadline: ContinuousClock.Instant)
    case finished
  }

  /// The name that is looked for.
  public let name: ScopedName

  /// NAME_TRN_ID of the question.
  public let transactionID: UInt16

  private let server: IPv4Address?
  private let timers: NameTimers
  private var state = State.finished

  /// Creates a question that is not asked yet.
  ///
  /// - Parameters:
  ///   - name: The name to look for.
  ///   - server: The address of a name server (WINS), to be asked first.
  ///   - transactionID: A number that no other request under way has.
  ///   - timers: How often and how long to ask.
  public init(
    _ name: ScopedName, server: IPv4Address? = nil, transactionID: UInt16,
    timers: NameTimers = NameTimers()
  ) {
    self.name = name
    self.server = server
    self.transactionID = transactionID
    self.timers = timers
  }

  /// When ``advance(to:)`` has something to do; `nil` when the question is finished.
  public var nextDeadline: ContinuousClock.Instant? {
    switch state {
    case .asking(_, _, let deadline), .watching(_, let deadline): deadline
    case .finished: nil
    }
  }

  /// Asks for the first time.
  public mutating func start(at now: ContinuousClock.Instant) -> [NameQueryAction] {
    ask(server, sentCount: 1, at: now)
  }

  /// Goes on with what is due.
  public mutating func advance(to now: ContinuousClock.Instant) -> [NameQueryAction] {
    switch state {
    case .asking(let server, let sentCount, let deadline) where deadline <= now:
      let limit = server == nil ? timers.broadcastCount : timers.unicastCount
      if sentCount < limit { return ask(server, sentCount: sentCount + 1, at: now) }
      guard server == nil else { return ask(nil, sentCount: 1, at: now) }
      state = .finished
      return [.notFound, .finished]
    case .watching(_, let deadline) where deadline <= now:
      state = .finished
      return [.finished]
    case .asking, .watching, .finished: return []
    }
  }

  /// Takes a packet that arrived; those that do not answer the question do nothing.
  public mutating func receive(
    _ packet: NameServicePacket, from source: Endpoint, at now: ContinuousClock.Instant
  ) -> [NameQueryAction] {
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
      return ask(nil, sentCount: 1, at: now)
    case (.watching(let owners, _), .positiveQueryResponse(name, _, let others)):
      return conflict(owners, others, source)
    default: return []
    }
  }

  private mutating func ask(
    _ server: IPv4Address?, sentCount: Int, at now: ContinuousClock.Instant
  ) -> [NameQueryAction] {
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
  ) -> [NameQueryAction] {
    // A node with several addresses answers from each of them, and nmbd answers everything twice.
    let known = Set(owners.map(\.address))
    guard owners.contains(where: { !$0.isGroup }), others.contains(where: { !$0.isGroup }),
      others.allSatisfy({ !known.contains($0.address) })
    else { return [] }
    let demand = NameServicePacket(transactionID: transactionID, .conflictDemand(name))
    return [
      .conflict(
        demand: demand,
        to: Endpoint(address: source.address, port: Endpoint.nameServicePort))
    ]
  }
}
