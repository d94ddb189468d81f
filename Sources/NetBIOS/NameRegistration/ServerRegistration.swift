// SPDX-License-Identifier: Apache-2.0

/// The names of a node at a name server (NBNS, as WINS is one), from registration to release.
///
///     register ──► 3 × request ──positive──► registered ──half of the TTL──► 3 × refresh ──┐
///                    │    └──silence──► pause ──► 3 × request      ▲                       │
///                    └──negative──► refused                        └──positive, or pause───┘
///     release ──► 2 × release ──► released
///
/// Each event is a method that returns actions; the time is a parameter. After every event the caller
/// reads ``nextDeadline`` and calls ``advance(to:)`` at that time. Source: RFC 1001 15.1 and 15.5,
/// RFC 1002 5.1.2.
public struct ServerRegistration: Sendable {
  /// A step for the owner of the socket to take, or a fact for it to log.
  public enum Action: Equatable, Sendable {
    /// Send the packet to the server, or to a node that the server names.
    case send(NameServicePacket, to: Endpoint)

    /// The server holds the name from now on, for so many seconds; 0 means for ever.
    case registered(NetBIOSName, timeToLive: UInt32)

    /// The server does not give the name to this node, or takes it away.
    case refused(NetBIOSName, NameOwner.Action.Refusal)

    /// The server does not answer; it is asked again after a pause.
    case unanswered(NetBIOSName)

    /// The name is given up.
    case released(NetBIOSName)
  }

  enum Step: Equatable {
    /// The server is asked for the name.
    case registering
    /// The server has named an owner, and this node asks the owner whether it still has the name.
    case challenging(owner: IPv4Address)
    /// The owner is gone, and this node tells the server so.
    case overwriting
    /// Nothing is under way until half of the TTL has passed.
    case registered
    /// The server learns that the node still has the name.
    case refreshing
    /// The server was silent, and is asked again later.
    case pausing
    /// The name is given up.
    case releasing
  }

  struct Entry {
    let name: NetBIOSName
    let isGroup: Bool
    let transactionID: UInt16
    var step = Step.registering
    /// Whether the server has said that it holds the name.
    var isHeld = false
    var sentCount = 0
    var deadline: ContinuousClock.Instant?
    var pause = ServerRegistration.shortestPause
  }

  /// The first pause after silence of the server; each further one is twice as long.
  static let shortestPause = Duration.seconds(60)

  /// The longest pause.
  static let longestPause = Duration.seconds(900)

  /// How long a server can make a node wait for an answer with one packet.
  static let longestWait = Duration.seconds(300)

  /// How often a release is sent: a server that does not answer must not delay the end.
  static let releaseCount = 2

  /// The address of the server.
  public let server: IPv4Address

  private let address: IPv4Address
  private let nodeType: NodeType
  private let scope: NetBIOSScope
  private let timers: NameTimers
  private var entries: [Entry] = []

  /// Creates the state of a node without names.
  ///
  /// - Parameters:
  ///   - server: The address of the server.
  ///   - address: The address of this node, under which others shall find it.
  ///   - nodeType: P, M or H.
  ///   - scope: The scope of the names.
  ///   - timers: How often to repeat a request, and how long to wait for an answer: the unicast values.
  public init(
    at server: IPv4Address, address: IPv4Address, nodeType: NodeType,
    scope: NetBIOSScope = .none, timers: NameTimers = NameTimers()
  ) {
    self.server = server
    self.address = address
    self.nodeType = nodeType
    self.scope = scope
    self.timers = timers
  }

  /// When to call ``advance(to:)``; `nil` when the server keeps all names for ever.
  public var nextDeadline: ContinuousClock.Instant? { entries.compactMap { $0.deadline }.min() }

  /// How many names the server holds.
  public var heldCount: Int { entries.reduce(0) { $0 + ($1.isHeld ? 1 : 0) } }

  /// Begins to register a name.
  ///
  /// `transactionID` is a number that no other name has.
  public mutating func register(
    _ name: NetBIOSName, isGroup: Bool = false, transactionID: UInt16,
    at now: ContinuousClock.Instant
  ) -> [Action] {
    entries.removeAll { $0.name == name }
    return ask(Entry(name: name, isGroup: isGroup, transactionID: transactionID), at: now)
  }

  /// Begins to give a name up.
  public mutating func release(
    _ name: NetBIOSName, at now: ContinuousClock.Instant
  ) -> [Action] {
    guard var entry = remove(name) else { return [.released(name)] }
    // The answer to a request under way may be lost, so the server may hold the name all the same.
    guard entry.isHeld || entry.step != .pausing else { return [.released(name)] }
    entry.isHeld = false
    return begin(.releasing, entry, at: now)
  }

  /// Repeats or ends the requests whose deadline has passed, and refreshes names.
  public mutating func advance(to now: ContinuousClock.Instant) -> [Action] {
    var actions: [Action] = []
    for entry in entries {
      guard let deadline = entry.deadline, deadline <= now else { continue }
      _ = remove(entry.name)
      actions += advance(entry, to: now)
    }
    return actions
  }

  private mutating func advance(_ entry: Entry, to now: ContinuousClock.Instant) -> [Action] {
    var entry = entry
    switch entry.step {
    case .registered: return begin(.refreshing, entry, at: now)
    case .pausing: return begin(entry.isHeld ? .refreshing : .registering, entry, at: now)
    case .releasing where entry.sentCount >= ServerRegistration.releaseCount:
      return [.released(entry.name)]
    case _ where entry.sentCount < timers.unicastCount: return ask(entry, at: now)
    // The owner whom the server named does not answer: RFC 1002 5.1.2.1.
    case .challenging: return begin(.overwriting, entry, at: now)
    case .registering, .overwriting, .refreshing, .releasing:
      entry.step = .pausing
      entry.deadline = now.advanced(by: entry.pause)
      entry.pause = min(entry.pause * 2, ServerRegistration.longestPause)
      entries.append(entry)
      return [.unanswered(entry.name)]
    }
  }

  /// Takes a packet that arrived; ignores packets that do not answer a request.
  public mutating func receive(
    _ packet: NameServicePacket, from source: Endpoint, at now: ContinuousClock.Instant
  ) -> [Action] {
    guard let entry = entries.first(where: { $0.transactionID == packet.transactionID }),
      entry.step != .registered, entry.step != .pausing
    else { return [] }
    let name = ScopedName(entry.name, scope: scope)
    if case .challenging(let owner) = entry.step {
      return source.address == owner ? judge(packet.message, name, entry, at: now) : []
    }
    guard source.address == server else { return [] }
    switch (packet.message, entry.step) {
    case (.positiveRegistrationResponse(let record), let step)
    where record.name == name && step != .releasing:
      return keep(entry, for: record.timeToLive, at: now)
    case (.negativeRegistrationResponse(let record, let code), let step)
    where record.name == name && step != .releasing:
      _ = remove(entry.name)
      return [.refused(entry.name, refusal(code, owner: record.entry.address))]
    case (.conflictDemand(name), let step) where step != .releasing:
      _ = remove(entry.name)
      return [.refused(entry.name, .server(.conflict))]
    case (.endNodeChallenge(let record), .registering) where record.name == name:
      _ = remove(entry.name)
      return begin(.challenging(owner: record.entry.address), entry, at: now)
    case (.waitForAcknowledgement(name, let seconds, _), _):
      return wait(entry, min(.seconds(seconds), ServerRegistration.longestWait), at: now)
    case (.releaseResponse(let record, _), .releasing) where record.name == name:
      _ = remove(entry.name)
      return [.released(entry.name)]
    default: return []
    }
  }

  /// Takes the word of the owner whom the server named.
  private mutating func judge(
    _ message: NameServiceMessage, _ name: ScopedName, _ entry: Entry,
    at now: ContinuousClock.Instant
  ) -> [Action] {
    switch message {
    case .positiveQueryResponse(name, _, let owners):
      _ = remove(entry.name)
      // The server can name this node itself, by another of its addresses.
      guard let owner = owners.first, !owners.contains(where: { $0.address == address }) else {
        return begin(.overwriting, entry, at: now)
      }
      return [.refused(entry.name, .owned(by: owner.address))]
    case .negativeQueryResponse:
      _ = remove(entry.name)
      return begin(.overwriting, entry, at: now)
    default: return []
    }
  }

  /// Notes that the server holds a name; it is refreshed after half of the time.
  private mutating func keep(
    _ entry: Entry, for timeToLive: UInt32, at now: ContinuousClock.Instant
  ) -> [Action] {
    guard var entry = remove(entry.name) else { return [] }
    let isNew = !entry.isHeld
    entry.isHeld = true
    entry.step = .registered
    entry.pause = ServerRegistration.shortestPause
    entry.deadline =
      timeToLive == 0 ? nil : now.advanced(by: max(Duration.seconds(timeToLive) / 2, .seconds(1)))
    entries.append(entry)
    return isNew ? [.registered(entry.name, timeToLive: timeToLive)] : []
  }

  /// Gives the server more time: it asks the present owner first.
  private mutating func wait(
    _ entry: Entry, _ time: Duration, at now: ContinuousClock.Instant
  ) -> [Action] {
    guard var entry = remove(entry.name) else { return [] }
    entry.deadline = now.advanced(by: max(time, timers.unicastInterval))
    entries.append(entry)
    return []
  }

  private mutating func remove(_ name: NetBIOSName) -> Entry? {
    guard let index = entries.firstIndex(where: { $0.name == name }) else { return nil }
    return entries.remove(at: index)
  }

  private mutating func begin(
    _ step: Step, _ entry: Entry, at now: ContinuousClock.Instant
  ) -> [Action] {
    var entry = entry
    entry.step = step
    entry.sentCount = 0
    return ask(entry, at: now)
  }

  private mutating func ask(_ entry: Entry, at now: ContinuousClock.Instant) -> [Action] {
    var entry = entry
    entry.sentCount += 1
    entry.deadline = now.advanced(by: timers.unicastInterval)
    entries.append(entry)
    let target = if case .challenging(let owner) = entry.step { owner } else { server }
    return [
      .send(
        NameServicePacket(transactionID: entry.transactionID, request(entry)),
        to: Endpoint(address: target, port: Endpoint.nameServicePort))
    ]
  }

  /// The refusal of the server: RFC 1002 4.2.6.
  ///
  /// nmbd puts the requester in the place of the owner.
  private func refusal(_ code: ResponseCode, owner: IPv4Address) -> NameOwner.Action.Refusal {
    code == .active && owner != .any && owner != address ? .owned(by: owner) : .server(code)
  }

  private func request(_ entry: Entry) -> NameServiceMessage {
    let record = NameRecord(
      ScopedName(entry.name, scope: scope), timeToLive: NameOwner.timeToLive,
      entry: NameEntry(isGroup: entry.isGroup, nodeType: nodeType, address: address))
    return switch entry.step {
    case .challenging: .queryRequest(record.name, isBroadcast: false)
    case .overwriting: .overwriteRequest(record, isBroadcast: false)
    case .registered, .refreshing: .refreshRequest(record, isBroadcast: false)
    case .releasing: .releaseRequest(record, isBroadcast: false)
    case .registering, .pausing: .registrationRequest(record, isBroadcast: false)
    }
  }
}
