// SPDX-License-Identifier: Apache-2.0

/// A point in time: milliseconds since 1970-01-01 00:00 UTC.
public struct UnixTime: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01 00:00 UTC; negative before it.
  public let milliseconds: Int64

  /// Creates a point in time.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// The time `seconds` later; earlier when negative.
  public func advanced(bySeconds seconds: Int64) -> UnixTime {
    UnixTime(milliseconds: milliseconds + seconds * 1000)
  }

  /// Orders times from early to late.
  public static func < (left: UnixTime, right: UnixTime) -> Bool {
    left.milliseconds < right.milliseconds
  }
}
