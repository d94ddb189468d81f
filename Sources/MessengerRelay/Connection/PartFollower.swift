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
  private struct State {
    var subscription: NATSSubscription?
    var live: [StreamMessage] = []

    /// The live messages behind the position that are settled.
    var settled: Set<UInt64> = []
    var hasLost = false
  }

  /// The most live messages that wait; beyond them the stream lists what was lost.
  private static let liveLimit = 4096

  /// The most messages that are listed at once.
  static let batchSize = 500

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
    guard let client = link.client, state.withLock({ $0.subscription == nil }),
      let pattern = client.stream.layout.liveFilter(part)
    else { return }
    let realm = client.stream.layout.realm
    let subscription = try? client.connection.subscribe(pattern) { [weak self] message in
      guard let self, let message = StreamMessage(message, in: realm) else { return }
      state.withLock { state in
        if state.live.count < PartFollower.liveLimit {
          state.live.append(message)
        } else {
          state.hasLost = true
        }
      }
      onMessage()
    }
    state.withLock { $0.subscription = subscription }
  }

  /// Stops listening.
  func close() {
    let subscription = state.withLock { state in
      defer { state.subscription = nil }
      return state.subscription
    }
    subscription?.close()
  }

  /// Whether live messages were lost here.
  var hasLost: Bool { state.withLock { $0.hasLost } }

  /// The live messages since the last call, without those that are settled.
  func takeLive() -> [StreamMessage] {
    state.withLock { state in
      defer { state.live = [] }
      return state.live.filter { !state.settled.contains($0.sequence) }
    }
  }

  /// The position; 0 at first.
  var position: UInt64 {
    get async throws {
      try await outbox.inbox.run { [outbox, name] _ in try outbox.position(of: name) }
    }
  }

  /// What the stream lists behind the position, at most ``batchSize`` messages, the settled ones included.
  ///
  /// - Parameter last: The place to begin behind; `nil` for the position.
  /// - Throws: `StreamError`, `InboxError`.
  func list(after last: UInt64?) async throws -> [StreamMessage] {
    guard let client = link.connected else { throw StreamError.connection(.disconnected) }
    state.withLock { $0.hasLost = false }
    let position: UInt64
    if let last { position = last } else { position = try await self.position }
    return try await turn.take { () async throws(StreamError) in
      try await client.stream.messages(
        of: part, after: position, limit: PartFollower.batchSize, as: host.text)
    }
  }

  /// Whether a listed message is settled already.
  func isSettled(_ message: StreamMessage) -> Bool {
    state.withLock { $0.settled.contains(message.sequence) }
  }

  /// Notes live messages that are settled.
  func settle(_ sequences: [UInt64]) { state.withLock { $0.settled.formUnion(sequences) } }

  /// Whether live messages are settled that the position does not count yet.
  var isAhead: Bool { state.withLock { !$0.settled.isEmpty } }

  /// Moves the position.
  ///
  /// - Throws: `InboxError`.
  func move(to sequence: UInt64) async throws {
    try await outbox.inbox.run { [outbox, name] _ in
      try outbox.setPosition(of: name, to: sequence)
    }
    state.withLock { state in state.settled = state.settled.filter { $0 > sequence } }
  }
}
