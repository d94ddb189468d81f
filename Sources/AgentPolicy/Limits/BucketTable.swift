// SPDX-License-Identifier: Apache-2.0

import Messages

/// A token bucket for each sender, for a bounded number of senders.
///
/// When the table is full, it forgets full buckets. While no bucket is full, a sender without one gets
/// no token: so many senders at once are a flood.
struct BucketTable {
  private let limit: RateLimit
  private let capacity: Int
  private var buckets: [SenderKey: TokenBucket] = [:]
  private var nextLook: ContinuousClock.Instant?

  /// Creates a table without buckets.
  init(_ limit: RateLimit, capacity: Int) {
    self.limit = limit
    self.capacity = capacity
  }

  /// How many senders have a bucket; never more than the capacity.
  var count: Int { buckets.count }

  /// Takes a token from a sender's bucket if there is one.
  mutating func take(_ sender: SenderKey, at now: ContinuousClock.Instant) -> Bool {
    guard limit.count > 0, buckets[sender] != nil || makeRoom(at: now) else { return false }
    let full = TokenBucket(limit)
    return buckets[sender, default: full].take(at: now)
  }

  /// Whether there is room for one more bucket, after full ones are forgotten.
  ///
  /// It looks through the table once in the time that a token needs, so that a flood of new senders
  /// does not make it look each time.
  private mutating func makeRoom(at now: ContinuousClock.Instant) -> Bool {
    guard buckets.count >= capacity else { return true }
    if let nextLook, now < nextLook { return false }
    buckets = buckets.filter { $1.refills(after: now) != nil }
    nextLook = now + limit.window / limit.count
    return buckets.count < capacity
  }
}
