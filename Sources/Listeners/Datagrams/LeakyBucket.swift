// SPDX-License-Identifier: Apache-2.0

/// How much of a limit is used up: each admission fills it, time empties it.
struct LeakyBucket {
  private let limit: SourceLimit
  private var level = 0.0
  private var time: ContinuousClock.Instant

  /// Creates an empty bucket.
  init(_ limit: SourceLimit, at now: ContinuousClock.Instant) {
    self.limit = limit
    time = now
  }

  /// Whether one more is within the limit; it then counts.
  mutating func admits(at now: ContinuousClock.Instant) -> Bool {
    level = level(at: now)
    time = now
    guard level + 1 <= Double(limit.count) else { return false }
    level += 1
    return true
  }

  /// Whether nothing of the limit is used up.
  func isEmpty(at now: ContinuousClock.Instant) -> Bool { level(at: now) == 0 }

  private func level(at now: ContinuousClock.Instant) -> Double {
    let drained = (time.duration(to: now) / limit.window) * Double(limit.count)
    return max(0, level - drained)
  }
}
