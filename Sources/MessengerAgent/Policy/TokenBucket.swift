// SPDX-License-Identifier: Apache-2.0

/// A bucket of tokens that refills all the time, and starts full.
///
/// It holds one moment only: when it is full again. Taking a token moves that on by the time one
/// token needs, and must not move it further away than a whole window (the virtual scheduling
/// algorithm of ITU-T I.371). No token is ever counted, so nothing drifts.
struct TokenBucket: Equatable, Sendable {
  private let limit: RateLimit
  private var fullAgain: ContinuousClock.Instant?

  /// Creates a full bucket.
  init(_ limit: RateLimit) {
    self.limit = limit
  }

  /// Takes a token if there is one.
  mutating func take(at now: ContinuousClock.Instant) -> Bool {
    guard limit.count > 0 else { return false }
    let next = max(fullAgain ?? now, now).advanced(by: limit.window / limit.count)
    guard now.duration(to: next) <= limit.window else { return false }
    fullAgain = next
    return true
  }

  /// When the bucket is full again, if it is not full now.
  ///
  /// A full bucket is like one that never existed: it can be forgotten.
  func refills(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    fullAgain.flatMap { $0 > now ? $0 : nil }
  }
}
