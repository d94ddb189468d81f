// SPDX-License-Identifier: Apache-2.0

/// So many of something within a time: `5 per 10 s`.
struct RateLimit: Hashable, Sendable {
  /// How many at once; 0 for none ever.
  var count: Int

  /// The time in which as many become possible again; more than zero.
  var window: Duration

  /// Creates a limit.
  init(count: Int, per window: Duration) {
    self.count = count
    self.window = window
  }

  /// The limit for `factor` times as many in the same time.
  func multiplied(by factor: Int) -> RateLimit {
    let (product, overflow) = count.multipliedReportingOverflow(by: factor)
    return RateLimit(count: overflow ? .max : product, per: window)
  }
}
