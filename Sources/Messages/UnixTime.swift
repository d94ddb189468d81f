// SPDX-License-Identifier: Apache-2.0

/// A point in time: milliseconds since 1970-01-01 00:00 UTC.
public struct UnixTime: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01 00:00 UTC; negative before it.
  public let milliseconds: Int64

  /// Creates a point in time.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Creates the time of a system call: seconds since 1970 and nanoseconds.
  ///
  /// A time out of range becomes the first, or the last, in range: a file's owner can set any time.
  public init(seconds: Int64, nanoseconds: Int64) {
    self = UnixTime(milliseconds: nanoseconds / 1_000_000).advanced(bySeconds: seconds)
  }

  /// The times that a message can have: from 1970 to 9999.
  public static let possible =
    UnixTime(milliseconds: 0)...UnixTime(milliseconds: 253_402_300_799_999)

  /// How many milliseconds this time is after another one, negative when it is before.
  ///
  /// A difference out of range becomes the largest, or the smallest, in range.
  public func milliseconds(since other: UnixTime) -> Int64 {
    let (difference, overflow) = milliseconds.subtractingReportingOverflow(other.milliseconds)
    guard overflow else { return difference }
    return milliseconds < 0 ? .min : .max
  }

  /// The time `seconds` later, earlier when negative; a time out of range becomes the last in range.
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
