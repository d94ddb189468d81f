// SPDX-License-Identifier: Apache-2.0

/// A point in time: milliseconds since 1970-01-01 00:00 UTC.
public struct UnixTime: Hashable, Comparable, Sendable {
  /// Milliseconds since 1970-01-01 00:00 UTC; negative before it.
  public let milliseconds: Int64

  /// Creates a point in time.
  public init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  /// Creates the time that a system call gives: seconds since 1970 and nanoseconds beside them.
  ///
  /// A time that does not fit is the first, or the last, that does: the owner of a file may give it
  /// any time.
  public init(seconds: Int64, nanoseconds: Int64) {
    self = UnixTime(milliseconds: nanoseconds / 1_000_000).advanced(bySeconds: seconds)
  }

  /// The times that a message can have: those with a year of four digits, from 1970 to 9999.
  public static let possible =
    UnixTime(milliseconds: 0)...UnixTime(milliseconds: 253_402_300_799_999)

  /// How many milliseconds this time is after another one, negative when it is before.
  ///
  /// A difference that does not fit is the largest, or the smallest, that does.
  public func milliseconds(since other: UnixTime) -> Int64 {
    let (difference, overflow) = milliseconds.subtractingReportingOverflow(other.milliseconds)
    guard overflow else { return difference }
    return milliseconds < 0 ? .min : .max
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
