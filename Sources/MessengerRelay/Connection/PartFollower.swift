// SPDX-License-Identifier: Apache-2.0

import Fleet
import Inbox
import LinuxSystem
import Realm

/// Follows a part of the stream: live while the connection is up, and from a noted position after each gap.
///
/// Only what the stream itself has listed moves the position. A live message is a shortcut: the server may
/// lose it without a word.
final class PartFollower: Sendable {
  fileprivate struct State {
    var subscription: NATSSubscription?

    /// The connection of the subscription.
    var connection: NATSConnection?
    var live: [StreamMessage] = []
    var liveByteCount = 0

    /// The settled messages behind the position, by their numbers in the stream.
    ///
    /// A machine can forge the number of a live message, so the number alone settles none.
    var settled: [UInt64: Int] = [:]
    var position = StreamPlace.start
    var hasLost = false
  }

  /// The most live messages that wait; beyond them the stream lists what was lost.
  fileprivate static let liveLimit = 32_768

  /// The most bytes of live messages that wait.
  fileprivate static let liveByteLimit = 16 << 20

  /// The most messages that are listed at once.
  static let batchSize = 2000

  private let part: FleetPart
  private let name: String
  private let link: RelayLink
  private let outbox: Outbox
  private let turn: ConsumerTurn
  private let host: DomainLabel
  private let state = Guarded(State())

  /// Follows a part.
  ///
  /// - Parameters:
  ///   - name: The name of its position in the outbox.
  ///   - host: The name of this machine's consumer.
  init(
    _ part: FleetPart, named name: String, link: RelayLink, outbox: Outbox, turn: ConsumerTurn,
    host: DomainLabel
  ) {
    self.part = part
    self.name = name
    self.link = link
    self.outbox = outbox
    self.turn = turn
    self.host = host
  }

  /// Begins to listen, unless it listens already.
  ///
  /// - Parameter onMessage: Called for each message, on a thread that must not block.
  func listen(_ onMessage: @escaping @Sendable () -> Void) {
    guard let client = link.client, state.withLock({ $0.connection !== client.connection }),
      let pattern = client.stream.layout.liveFilter(part)
    else { return }
    let layout = client.stream.layout
    let subscription = try? client.connection.subscribe(pattern) { [weak self] message in
      guard let self, let message = StreamMessage(live: message, in: layout) else { return }
      state.withLock { $0.add(message) }
      onMessage()
    }
    let old = state.withLock { state in
      defer { state.subscription = subscription }
      state.connection = subscription.map { _ in client.connection }
      return state.subscription
    }
    old?.close()
  }

  /// Stops listening.
  func close() {
    let subscription = state.withLock { state in
      defer { (state.subscription, state.connection) = (nil, nil) }
      return state.subscription
    }
    subscription?.close()
  }

  /// Whether live messages were lost here.
  var hasLost: Bool { state.withLock { $0.hasLost } }

  /// The live messages since the last call, without those that are settled.
  func takeLive() -> [StreamMessage] {
    state.withLock { state in
      defer { (state.live, state.liveByteCount) = ([], 0) }
      return state.live.filter { state.settled[$0.sequence] != $0.hashValue }
    }
  }

  /// The position; `nil` before the first look.
  private var position: StreamPlace? {
    get async throws {
      try await outbox.inbox.run { [outbox, name] _ in try outbox.position(of: name) }.map {
        StreamPlace(sequence: $0.sequence, time: $0.time)
      }
    }
  }

  /// Whether nothing was ever listed.
  var isNew: Bool { get async throws { try await position == nil } }

  /// What the stream lists behind the position, at most ``batchSize`` messages, the settled ones included.
  ///
  /// - Parameter last: The place to begin behind; `nil` for the position.
  /// - Throws: `StreamError`, `InboxError`.
  func list(after last: StreamPlace?) async throws -> StreamPage {
    state.withLock { $0.hasLost = false }
    if let last { return try await page(after: last.sequence) }
    guard let position = try await position else {
      let page = try await page(after: 0)
      // The next look is not the first one any more, even if there is nothing yet.
      if page.last == nil { try await move(to: .start) }
      return page
    }
    state.withLock { $0.position = position }
    guard position.sequence > 0 else { return try await page(after: 0) }
    let page = try await page(after: position.sequence - 1)
    if page.first == position { return page.withoutFirst }
    // The message is too old, and so is all before it; or the servers have lost their last messages, and
    // use their numbers again.
    try await move(to: .start)
    return try await self.page(after: 0)
  }

  private func page(after sequence: UInt64) async throws -> StreamPage {
    guard let client = link.connected else { throw StreamError.connection(.disconnected) }
    return try await turn.take { () async throws(StreamError) in
      try await client.stream.page(
        of: part, after: sequence, limit: PartFollower.batchSize, as: host.text)
    }
  }

  /// Whether a listed message is settled already.
  func isSettled(_ message: StreamMessage) -> Bool {
    state.withLock { $0.settled[message.sequence] == message.hashValue }
  }

  /// Notes messages that are settled.
  func settle(_ messages: [StreamMessage]) {
    state.withLock { state in
      for message in messages where message.sequence > state.position.sequence {
        state.settled[message.sequence] = message.hashValue
      }
    }
  }

  /// How many messages are settled that the position does not count yet.
  var settledCount: Int { state.withLock { $0.settled.count } }

  /// Moves the position.
  ///
  /// - Throws: `InboxError`.
  func move(to place: StreamPlace) async throws {
    guard place == .start || place != state.withLock({ $0.position }) else { return }
    try await outbox.inbox.run { [outbox, name] _ in
      try outbox.setPosition(
        of: name, to: Outbox.Place(sequence: place.sequence, time: place.time))
    }
    state.withLock { state in
      state.position = place
      state.settled = state.settled.filter { $0.key > place.sequence }
    }
  }
}

extension PartFollower.State {
  /// Adds a live message, unless too many wait.
  fileprivate mutating func add(_ message: StreamMessage) {
    guard live.count < PartFollower.liveLimit,
      liveByteCount + message.payload.count <= PartFollower.liveByteLimit
    else { return hasLost = true }
    live.append(message)
    liveByteCount += message.payload.count
  }
}
