// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// The open sessions, and the choice of the one to close when there are too many.
///
/// A session delivers its message within a tenth of a second. So a session that makes no progress towards
/// a message loses its place to a new one. Packets such as keep-alives are no progress. Addresses share
/// the places: a new session from an address with fewer sessions than another one always gets in.
struct SessionLimiter {
  /// Tells sessions apart.
  typealias ID = Int

  /// What to do with a new session.
  enum Decision: Equatable {
    /// Let it in.
    case admit

    /// Let it in and close another one.
    case replace(ID)

    /// Refuse it.
    case refuse
  }

  /// A session, with the time of its last progress.
  private struct Place {
    let id: ID
    let time: ContinuousClock.Instant
  }

  /// The sessions of one address.
  private struct Sessions {
    /// The sessions whose sender is to send the next packet, in the order of their times.
    var idle: [Place] = []

    /// The sessions whose sender waits for a reply.
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

  /// Decides about a new session, and enters it unless it is refused.
  ///
  /// A replaced session is removed.
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

  /// Records that a session has made progress towards a message.
  mutating func advance(_ id: ID, at now: ContinuousClock.Instant) {
    change(sources[id]) { sessions in
      guard let index = sessions.idle.firstIndex(where: { $0.id == id }) else { return }
      sessions.idle.remove(at: index)
      sessions.idle.append(Place(id: id, time: now))
    }
  }

  /// Records that the sender waits for a reply: the session must not be closed.
  mutating func hold(_ id: ID) {
    change(sources[id]) { sessions in
      guard let index = sessions.idle.firstIndex(where: { $0.id == id }) else { return }
      sessions.held.append(sessions.idle.remove(at: index))
    }
  }

  /// Records that the sender has its reply.
  mutating func release(_ id: ID) {
    change(sources[id]) { sessions in
      guard let index = sessions.held.firstIndex(where: { $0.id == id }) else { return }
      let place = sessions.held.remove(at: index)
      let next = sessions.idle.firstIndex { $0.time > place.time } ?? sessions.idle.endIndex
      sessions.idle.insert(place, at: next)
    }
  }

  /// Removes a session.
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

  /// The session to close for a new one, with which `source` has `share` sessions.
  ///
  /// It is one of the address with the most sessions, if that has more than `share`. Else it is a stalled
  /// one of `source` itself or of an address with `share` sessions: an address with fewer loses none.
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

  /// The session of these addresses with the oldest progress, if it is stalled.
  private func stalledSession(
    of sources: some Sequence<IPv4Address>, at now: ContinuousClock.Instant
  ) -> ID? {
    var oldest: Place?
    for source in sources {
      guard let place = sessions[source]?.idle.first else { continue }
      if let old = oldest, (old.time, old.id) < (place.time, place.id) { continue }
      oldest = place
    }
    return oldest.flatMap { $0.time + limits.stallTime <= now ? $0.id : nil }
  }
}
