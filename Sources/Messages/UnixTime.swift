// SPDX-License-Identifier: Apache-2.0

/// A point in time: milliseconds since 1970-01-01 00:00 UTC.
public struct UnixTime: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01 00:00 UTC; negative before it.
  public let milliseconds: Int64

  /// Creates a point in time.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The time `seconds` later, earlier when negative; at most the end of all times.
  public func advanced(bySeconds seconds: Int64) -> UnixTime {
    let (step, overflow) = seconds.multipliedReportingOverflow(by: 1000)
    let (sum, carry) = milliseconds.addingReportingOverflow(step)
    guard overflow || carry else { return UnixTime(milliseconds: sum) }
    return UnixTime(milliseconds: seconds < 0 ? .min : .max)
  }

  /// Orders times from early to late.
  public static func < (left: UnixTime, right: UnixTime) -> Bool {
    left.milliseconds < right.milliseconds
  }
}
