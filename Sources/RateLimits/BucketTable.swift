// SPDX-License-Identifier: Apache-2.0

/// A token bucket for each sender, for a bounded number of senders.
public struct BucketTable<Sender: Hashable & Sendable>: Sendable {
  /// What a full table does with a new sender when no bucket in it is full again.
  public enum Overflow: Sendable {
    /// It gives the new sender no token: that many senders at once are a flood.
    ///
    /// The table looks for full buckets only once in the time that a token needs, so that a flood of new
    /// senders does not make it search each time.
    case refusesNewSenders

    /// It empties all buckets. Where senders can be forged, a sender who fills the table then cannot shut
    /// out the others.
    case forgetsAllSenders
  }

  private let limit: RateLimit
  private let capacity: Int
  private let overflow: Overflow
  private var buckets: [Sender: TokenBucket] = [:]
  private var nextSearch: ContinuousClock.Instant?

  /// Creates a table without buckets.
  ///
  /// - Parameters:
  ///   - limit: The limit of each sender.
  ///   - capacity: The most senders that have a bucket; 1 or more.
  ///   - overflow: What a full table does with a new sender.
  public init(_ limit: RateLimit, capacity: Int, overflow: Overflow = .refusesNewSenders) {
    self.limit = limit
    self.capacity = capacity
    self.overflow = overflow
  }

  /// How many senders have a bucket; never more than the capacity.
  public var count: Int { buckets.count }

  /// Takes a token of a sender's bucket if there is one.
  ///
  /// - Returns: Whether there was one.
  public mutating func take(_ sender: Sender, at now: ContinuousClock.Instant) -> Bool {
    guard limit.count > 0, buckets[sender] != nil || makeRoom(at: now) else { return false }
    let full = TokenBucket(limit)
    return buckets[sender, default: full].take(at: now)
  }

  /// Makes room for one more bucket by dropping full ones.
  ///
  /// - Returns: Whether there is room.
  private mutating func makeRoom(at now: ContinuousClock.Instant) -> Bool {
    guard buckets.count >= capacity else { return true }
    switch overflow {
    case .refusesNewSenders:
      if let nextSearch, now < nextSearch { return false }
      nextSearch = now + limit.window / limit.count
      dropFullBuckets(at: now)
    case .forgetsAllSenders:
      dropFullBuckets(at: now)
      if buckets.count >= capacity { buckets.removeAll() }
    }
    return buckets.count < capacity
  }

  private mutating func dropFullBuckets(at now: ContinuousClock.Instant) {
    buckets = buckets.filter { $1.refills(after: now) != nil }
  }
}
