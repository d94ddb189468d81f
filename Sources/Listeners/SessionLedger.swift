// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// The sessions that are open, and which of them gives way when there are too many.
///
/// A session needs a tenth of a second. One that holds its place and says nothing gives it up to a
/// newcomer: of the same address where that one has too many, else of the address with the most.
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

  private struct Session {
    let source: IPv4Address
    /// Since when its sender is to say something; `nil` while it waits for us.
    var silentSince: ContinuousClock.Instant?
  }

  private let limits: SessionLimits
  private var sessions: [ID: Session] = [:]
  private var counts: [IPv4Address: Int] = [:]

  init(limits: SessionLimits) {
    self.limits = limits
  }

  /// How many sessions there are.
  var count: Int { sessions.count }

  /// Decides about a newcomer, and enters it unless it is refused.
  ///
  /// One that is replaced is out of the ledger.
  mutating func open(
    _ id: ID, from source: IPv4Address, at now: ContinuousClock.Instant
  ) -> Decision {
    var replaced: ID?
    if counts[source, default: 0] >= limits.perSource {
      replaced = longestSilent(of: source, at: now)
      guard replaced != nil else { return .refuse }
    } else if sessions.count >= limits.total {
      let greediest = counts.max { $0.value < $1.value }
      replaced = greediest.flatMap { longestSilent(of: $0.key, at: now) }
      guard replaced != nil else { return .refuse }
    }
    if let replaced { close(replaced) }
    sessions[id] = Session(source: source, silentSince: now)
    counts[source, default: 0] += 1
    return replaced.map { .replace($0) } ?? .admit
  }

  /// Notes that a session's sender has said something.
  mutating func hear(_ id: ID, at now: ContinuousClock.Instant) {
    sessions[id]?.silentSince = now
  }

  /// Notes that it is our turn.
  mutating func hold(_ id: ID) {
    sessions[id]?.silentSince = nil
  }

  /// Notes that a session is over.
  mutating func close(_ id: ID) {
    guard let session = sessions.removeValue(forKey: id) else { return }
    let count = counts[session.source, default: 1] - 1
    counts[session.source] = count == 0 ? nil : count
  }

  private func longestSilent(of source: IPv4Address, at now: ContinuousClock.Instant) -> ID? {
    let latest = now - limits.patience
    var found: (id: ID, since: ContinuousClock.Instant)?
    for (id, session) in sessions where session.source == source {
      guard let since = session.silentSince, since <= latest else { continue }
      if found.map({ since < $0.since }) ?? true { found = (id, since) }
    }
    return found?.id
  }
}
