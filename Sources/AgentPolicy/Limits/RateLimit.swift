// SPDX-License-Identifier: Apache-2.0

/// A number of events within a time: `5 per 10 s`.
package struct RateLimit: Hashable, Sendable {
  /// How many events; 0 allows none.
  var count: Int

  /// The time in which the same number becomes possible again; more than zero.
  var window: Duration

  /// Creates a limit.
  package init(count: Int, per window: Duration) {
    self.count = count
    self.window = window
  }

  /// The limit for `factor` times as many in the same time.
  func multiplied(by factor: Int) -> RateLimit {
    let (product, overflow) = count.multipliedReportingOverflow(by: factor)
    return RateLimit(count: overflow ? .max : product, per: window)
  }
}
