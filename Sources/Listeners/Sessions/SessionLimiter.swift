// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// The sessions that are open, and which of them gives way when there are too many.
///
/// A session that takes its message needs a tenth of a second. So a session that comes no nearer to a
/// message gives its place up to a newcomer. Packets that bring no message nearer, such as keep-alives,
/// count for nothing. Paths are shared between addresses: a newcomer from an address with fewer
/// sessions than another one always gets in.
struct SessionLimiter {
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

  /// A session, with the time at which it last came nearer to a message.
  private struct Place {
    let id: ID
    let time: ContinuousClock.Instant
  }

  /// The sessions of one address.
  private struct Sessions {
    /// In the order of their times.
    var idle: [Place] = []
    /// Those whose senders wait for us.
    var held: [Place] = []

    var count: Int { idle.count + held.count }
  }

  private let limits: SessionLimits
  private var sources: [ID: IPv4Address] = [:]
  private var sessions: [IPv4Address: Sessions] = [:]
  /// The addresses with as many sessions as the index.
  private var ranks: [Set<IPv4Address>] = []

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
      replaced = stalledSession(of: CollectionOfOne(source), at: now)
      guard replaced != nil else { return .refuse }
    } else if sources.count >= limits.total {
      replaced = sessionToReplace(byOneOf: source, share: own + 1, at: now)
      guard replaced != nil else { return .refuse }
    }
    if let replaced { close(replaced) }
    sources[id] = source
    change(source) { $0.idle.append(Place(id: id, time: now)) }
    return replaced.map { .replace($0) } ?? .admit
  }

  /// Notes that a session has come nearer to a message.
  mutating func advance(_ id: ID, at now: ContinuousClock.Instant) {
    change(sources[id]) { sessions in
      guard let index = sessions.idle.firstIndex(where: { $0.id == id }) else { return }
      sessions.idle.remove(at: index)
      sessions.idle.append(Place(id: id, time: now))
    }
  }

  /// Notes that the sender waits for us: the session is not to be closed.
  mutating func hold(_ id: ID) {
    change(sources[id]) { sessions in
      guard let index = sessions.idle.firstIndex(where: { $0.id == id }) else { return }
      sessions.held.append(sessions.idle.remove(at: index))
    }
  }

  /// Notes that the sender waits no more.
  mutating func release(_ id: ID) {
    change(sources[id]) { sessions in
      guard let index = sessions.held.firstIndex(where: { $0.id == id }) else { return }
      let place = sessions.held.remove(at: index)
      let next = sessions.idle.firstIndex { $0.time > place.time } ?? sessions.idle.endIndex
      sessions.idle.insert(place, at: next)
    }
  }

  /// Notes that a session is over.
  mutating func close(_ id: ID) {
    change(sources.removeValue(forKey: id)) { sessions in
      sessions.idle.removeAll { $0.id == id }
      sessions.held.removeAll { $0.id == id }
    }
  }

  private mutating func change(_ source: IPv4Address?, _ body: (inout Sessions) -> Void) {
    guard let source else { return }
    var changed = sessions[source] ?? Sessions()
    let before = changed.count
    body(&changed)
    let count = changed.count
    sessions[source] = count == 0 ? nil : changed
    guard count != before else { return }
    if before > 0 { ranks[before].remove(source) }
    while ranks.count <= count { ranks.append([]) }
    if count > 0 { ranks[count].insert(source) }
  }

  /// The session that makes room for a newcomer from an address, which has `share` of them then.
  ///
  /// It is one of the address with the most sessions, if that has more. Else it is one that has come no
  /// nearer to a message for a while, of the newcomer's own address or of one that has as many: an
  /// address with fewer sessions loses none.
  private func sessionToReplace(
    byOneOf source: IPv4Address, share: Int, at now: ContinuousClock.Instant
  ) -> ID? {
    for rank in ranks.indices.reversed() where rank > share {
      for greediest in ranks[rank] {
        if let place = sessions[greediest]?.idle.first { return place.id }
      }
    }
    let equals = share < ranks.count ? ranks[share] : []
    return stalledSession(of: equals.union([source]), at: now)
  }

  /// The session of these addresses that has come no nearer to a message for the longest time.
  private func stalledSession(
    of sources: some Sequence<IPv4Address>, at now: ContinuousClock.Instant
  ) -> ID? {
    var oldest: Place?
    for source in sources {
      guard let place = sessions[source]?.idle.first else { continue }
      if let old = oldest, (old.time, old.id) < (place.time, place.id) { continue }
      oldest = place
    }
    return oldest.flatMap { $0.time + limits.patience <= now ? $0.id : nil }
  }
}
