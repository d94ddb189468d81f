// SPDX-License-Identifier: Apache-2.0

/// A bucket of tokens that refills all the time, and starts full.
///
/// It stores one time only: when it is full again. Taking a token moves that time forward by the time
/// one token needs, at most to the end of a whole window from now (the virtual scheduling algorithm of
/// ITU-T I.371). It counts no tokens, so no error adds up.
package struct TokenBucket: Equatable, Sendable {
  private let limit: RateLimit
  private var fullAgain: ContinuousClock.Instant?

  /// Creates a full bucket.
  package init(_ limit: RateLimit) {
    self.limit = limit
  }

  /// Takes a token if there is one.
  package mutating func take(at now: ContinuousClock.Instant) -> Bool {
    guard limit.count > 0 else { return false }
    let next = max(fullAgain ?? now, now).advanced(by: limit.window / limit.count)
    guard now.duration(to: next) <= limit.window else { return false }
    fullAgain = next
    return true
  }

  /// When the bucket is full again, if it is not full now.
  ///
  /// A full bucket is equal to a new one, so it can be forgotten.
  func refills(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    fullAgain.flatMap { $0 > now ? $0 : nil }
  }
}
