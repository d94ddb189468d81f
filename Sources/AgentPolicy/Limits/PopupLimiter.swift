// SPDX-License-Identifier: Apache-2.0

import Messages
import RateLimits

/// How many popups each sender gets.
///
/// Critical messages have a bucket of their own. An attacker can invent addresses of the network: they
/// cannot take a user's place in the tables, and all of them together share one more bucket.
struct PopupLimiter {
  /// The most senders remembered of a kind: proven or not, critical or not.
  static let capacity = 10_000

  /// How many times one sender's limit all unverified senders have together.
  static let unverifiedShares = 4

  private struct Kind: Hashable {
    let isCritical: Bool
    let isProven: Bool
  }

  private let limits: [Bool: RateLimit]
  private let capacity: Int
  private var tables: [Kind: BucketTable<SenderKey>] = [:]
  private var unverified: [Kind: TokenBucket] = [:]

  /// Creates a limiter without senders.
  init(limit: RateLimit, criticalLimit: RateLimit, capacity: Int = PopupLimiter.capacity) {
    limits = [false: limit, true: criticalLimit]
    self.capacity = capacity
  }

  /// Whether a message gets a popup of its own now; otherwise it belongs to a summary.
  mutating func admits(
    _ sender: SenderKey, _ urgency: Urgency, at now: ContinuousClock.Instant
  ) -> Bool {
    let kind = Kind(isCritical: urgency == .critical, isProven: sender.isProven)
    guard let limit = limits[kind.isCritical] else { return false }
    guard tables[kind, default: BucketTable(limit, capacity: capacity)].take(sender, at: now) else {
      return false
    }
    guard !kind.isProven else { return true }
    let common = TokenBucket(limit.multiplied(by: PopupLimiter.unverifiedShares))
    return unverified[kind, default: common].take(at: now)
  }
}
