// SPDX-License-Identifier: Apache-2.0

/// A token bucket for each sender, for a bounded number of senders.
///
/// Full buckets are forgotten when room is needed. While no bucket is full, a sender without one
/// gets no token: so many senders at once are a flood whoever they are.
struct BucketTable: Sendable {
  private let limit: RateLimit
  private let capacity: Int
  private var buckets: [SenderKey: TokenBucket] = [:]
  private var nextRefill: ContinuousClock.Instant?

  /// Creates a table without buckets.
  init(_ limit: RateLimit, capacity: Int) {
    self.limit = limit
    self.capacity = capacity
  }

  /// How many senders have a bucket; never more than the capacity.
  var count: Int { buckets.count }

  /// Takes a token of a sender's bucket if there is one.
  mutating func take(_ sender: SenderKey, at now: ContinuousClock.Instant) -> Bool {
    guard buckets[sender] != nil || makeRoom(at: now) else { return false }
    let full = TokenBucket(limit)
    return buckets[sender, default: full].take(at: now)
  }

  /// Whether there is room for one more bucket, full ones being dropped for it.
  ///
  /// It looks through the table only when a bucket must have filled since it last looked.
  private mutating func makeRoom(at now: ContinuousClock.Instant) -> Bool {
    guard buckets.count >= capacity else { return true }
    if let nextRefill, now < nextRefill { return false }
    buckets = buckets.filter { $1.refills(after: now) != nil }
    nextRefill = buckets.values.lazy.compactMap { $0.refills(after: now) }.min()
    return buckets.count < capacity
  }
}
