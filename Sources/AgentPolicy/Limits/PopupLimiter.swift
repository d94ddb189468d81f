// SPDX-License-Identifier: Apache-2.0

import Messages
import RateLimits

/// How many popups each sender gets.
///
/// Critical messages have a bucket of their own. An attacker can invent addresses of the network: they
/// cannot take a user's place in the tables, and all of them together share one more bucket. So do all
/// users of one machine of the realm.
struct PopupLimiter {
  /// The most senders remembered of a kind: of this machine or of a pool, critical or not.
  static let capacity = 10_000

  /// How many times one sender's limit a pool has.
  static let poolShares = 4

  private struct Kind: Hashable {
    let isCritical: Bool
    let pool: SenderPool?
  }

  private let limits: [Bool: RateLimit]
  private let capacity: Int
  private var tables: [Kind: BucketTable<SenderKey>] = [:]
  private var pools: [Kind: TokenBucket] = [:]

  /// Creates a limiter without senders.
  init(limit: RateLimit, criticalLimit: RateLimit, capacity: Int = PopupLimiter.capacity) {
    limits = [false: limit, true: criticalLimit]
    self.capacity = capacity
  }

  /// Whether a message gets a popup of its own now; otherwise it belongs to a summary.
  mutating func admits(
    _ sender: SenderKey, _ urgency: Urgency, at now: ContinuousClock.Instant
  ) -> Bool {
    let kind = Kind(isCritical: urgency == .critical, pool: sender.pool)
    guard let limit = limits[kind.isCritical] else { return false }
    guard tables[kind, default: BucketTable(limit, capacity: capacity)].take(sender, at: now) else {
      return false
    }
    guard kind.pool != nil else { return true }
    let common = TokenBucket(limit.multiplied(by: PopupLimiter.poolShares))
    return pools[kind, default: common].take(at: now)
  }
}
