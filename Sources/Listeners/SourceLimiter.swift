// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// How much each address may send in which time.
///
/// Addresses of datagrams can be forged, so the table is bounded: once it is full of addresses that
/// have used some of what they may, all of them begin anew.
struct SourceLimiter {
  private struct Bucket {
    var level: Double
    var time: ContinuousClock.Instant
  }

  private let limit: SourceLimit
  private let capacity: Int
  private var buckets: [IPv4Address: Bucket] = [:]

  init(_ limit: SourceLimit, capacity: Int = 4096) {
    self.limit = limit
    self.capacity = capacity
  }

  /// How many addresses are remembered.
  var count: Int { buckets.count }

  /// Whether one more is within the limit; it then counts.
  mutating func admits(_ source: IPv4Address, at now: ContinuousClock.Instant) -> Bool {
    var bucket = buckets[source] ?? Bucket(level: 0, time: now)
    bucket.level = level(of: bucket, at: now)
    bucket.time = now
    guard bucket.level + 1 <= Double(limit.count) else {
      buckets[source] = bucket
      return false
    }
    bucket.level += 1
    if buckets.count >= capacity, buckets[source] == nil { makeRoom(at: now) }
    buckets[source] = bucket
    return true
  }

  private func level(of bucket: Bucket, at now: ContinuousClock.Instant) -> Double {
    let drained = (bucket.time.duration(to: now) / limit.window) * Double(limit.count)
    return max(0, bucket.level - drained)
  }

  private mutating func makeRoom(at now: ContinuousClock.Instant) {
    buckets = buckets.filter { level(of: $1, at: now) > 0 }
    if buckets.count >= capacity { buckets.removeAll() }
  }
}
