// SPDX-License-Identifier: Apache-2.0

/// A number of events within a time: `5 per 10 s`.
public struct RateLimit: Hashable, Sendable {
  /// How many events at once; 0 allows none.
  public var count: Int

  /// The time after which as many are allowed again; more than zero.
  public var window: Duration

  /// Creates a limit.
  public init(count: Int, per window: Duration) {
    self.count = count
    self.window = window
  }

  /// The limit for `factor` times as many events in the same time.
  public func multiplied(by factor: Int) -> RateLimit {
    let (product, overflow) = count.multipliedReportingOverflow(by: factor)
    return RateLimit(count: overflow ? .max : product, per: window)
  }
}
