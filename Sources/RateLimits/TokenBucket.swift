// SPDX-License-Identifier: Apache-2.0

/// A bucket of tokens that starts full and refills all the time.
///
/// It stores only the time at which it is full again. Taking a token moves that time on by the time that
/// one token needs, and may not move it further away than a whole window: the virtual scheduling
/// algorithm of ITU-T I.371. No token is counted, so no rounding error adds up.
public struct TokenBucket: Equatable, Sendable {
  private let limit: RateLimit
  private var fullAgain: ContinuousClock.Instant?

  /// Creates a full bucket.
  public init(_ limit: RateLimit) {
    self.limit = limit
  }

  /// Takes a token if there is one.
  ///
  /// - Returns: Whether there was one.
  public mutating func take(at now: ContinuousClock.Instant) -> Bool {
    guard limit.count > 0 else { return false }
    let next = max(fullAgain ?? now, now).advanced(by: limit.window / limit.count)
    guard now.duration(to: next) <= limit.window else { return false }
    fullAgain = next
    return true
  }

  /// When the bucket is full again; `nil` if it is full now.
  ///
  /// A full bucket is the same as a new one, so its owner can forget it.
  public func refills(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
    fullAgain.flatMap { $0 > now ? $0 : nil }
  }
}
