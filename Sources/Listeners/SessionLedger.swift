// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// The sessions that are open, and which of them gives way when there are too many.
///
/// A session that takes its message needs a tenth of a second. So a session that comes no nearer to a
/// message gives its place up to a newcomer. Packets that bring no message nearer, such as keep-alives,
/// count for nothing. Places are shared between addresses: a newcomer from an address with fewer
/// sessions than another one always gets in.
struct SessionLedger {
  /// Tells sessions apart.
  typealias ID = Int

  /// What to do about a newcomer.
  enum Decision: Equatable {
    /// Let it in.
    case admit

    /// Let it in and close that one.
    case replace(ID)

    /// Send it away.
    case refuse
  }

  /// The sessions of one address, with the times at which they last came nearer to a message.
  private struct Sessions {
    var idle: [ID: ContinuousClock.Instant] = [:]
    /// Those whose senders wait for us.
    var held: [ID: ContinuousClock.Instant] = [:]

    var count: Int { idle.count + held.count }

    var oldest: (key: ID, value: ContinuousClock.Instant)? {
      idle.min { ($0.value, $0.key) < ($1.value, $1.key) }
    }
  }

  private let limits: SessionLimits
  private var sources: [ID: IPv4Address] = [:]
  private var sessions: [IPv4Address: Sessions] = [:]

  init(limits: SessionLimits) {
    self.limits = limits
  }

  /// How many sessions there are.
  var count: Int { sources.count }

  /// Decides about a newcomer, and enters it unless it is refused.
  ///
  /// One that is replaced is out of the ledger.
  mutating func open(
    _ id: ID, from source: IPv4Address, at now: ContinuousClock.Instant
  ) -> Decision {
    let own = sessions[source]?.count ?? 0
    var replaced: ID?
    if own >= limits.perSource {
      replaced = sessions[source]?.oldest.flatMap { hasStalled($0.value, at: now) ? $0.key : nil }
      guard replaced != nil else { return .refuse }
    } else if sources.count >= limits.total {
      replaced = sessionToReplace(byOneOf: source, at: now)
      guard replaced != nil else { return .refuse }
    }
    if let replaced { close(replaced) }
    sources[id] = source
    sessions[source, default: Sessions()].idle[id] = now
    return replaced.map { .replace($0) } ?? .admit
  }

  /// Notes that a session has come nearer to a message.
  mutating func advance(_ id: ID, at now: ContinuousClock.Instant) {
    change(id) { $0.idle[id] = $0.idle[id].map { _ in now } }
  }

  /// Notes that the sender waits for us: the session is not to be closed.
  mutating func hold(_ id: ID) {
    change(id) { $0.held[id] = $0.idle.removeValue(forKey: id) }
  }

  /// Notes that the sender waits no more.
  mutating func release(_ id: ID) {
    change(id) { $0.idle[id] = $0.held.removeValue(forKey: id) }
  }

  /// Notes that a session is over.
  mutating func close(_ id: ID) {
    change(id) {
      $0.idle[id] = nil
      $0.held[id] = nil
    }
    sources[id] = nil
  }

  private mutating func change(_ id: ID, _ body: (inout Sessions) -> Void) {
    guard let source = sources[id], var changed = sessions[source] else { return }
    body(&changed)
    sessions[source] = changed.count == 0 ? nil : changed
  }

  /// The session that makes room for a newcomer from an address.
  ///
  /// It is one of the address with the most sessions, if that has more than the newcomer's will have
  /// then. Else it is one that has come no nearer to a message for a while, of the newcomer's own
  /// address or of one that has as many: an address with fewer sessions loses none.
  private func sessionToReplace(
    byOneOf source: IPv4Address, at now: ContinuousClock.Instant
  ) -> ID? {
    let share = (sessions[source]?.count ?? 0) + 1
    let greediest = sessions.values.lazy.filter { !$0.idle.isEmpty }.max { $0.count < $1.count }
    if let greediest, greediest.count > share { return greediest.oldest?.key }
    let oldest = sessions.lazy.filter { $0.key == source || $0.value.count >= share }
      .compactMap(\.value.oldest).min { ($0.value, $0.key) < ($1.value, $1.key) }
    return oldest.flatMap { hasStalled($0.value, at: now) ? $0.key : nil }
  }

  private func hasStalled(
    _ time: ContinuousClock.Instant, at now: ContinuousClock.Instant
  ) -> Bool {
    time + limits.patience <= now
  }
}
