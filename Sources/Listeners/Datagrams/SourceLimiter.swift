// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// How much each address may send in which time.
///
/// Addresses of datagrams can be forged, so the table is bounded: once it is full of addresses that
/// have used some of what they may, all of them begin anew.
struct SourceLimiter {
  private let limit: SourceLimit
  private let capacity: Int
  private var buckets: [IPv4Address: LeakyBucket] = [:]

  init(_ limit: SourceLimit, capacity: Int = 4096) {
    self.limit = limit
    self.capacity = capacity
  }

  /// How many addresses are remembered.
  var count: Int { buckets.count }

  /// Whether one more is within the limit; it then counts.
  mutating func admits(_ source: IPv4Address, at now: ContinuousClock.Instant) -> Bool {
    var bucket = buckets[source] ?? LeakyBucket(limit, at: now)
    let isAdmitted = bucket.admits(at: now)
    if buckets.count >= capacity, buckets[source] == nil { makeRoom(at: now) }
    buckets[source] = bucket
    return isAdmitted
  }

  private mutating func makeRoom(at now: ContinuousClock.Instant) {
    buckets = buckets.filter { !$1.isEmpty(at: now) }
    if buckets.count >= capacity { buckets.removeAll() }
  }
}
