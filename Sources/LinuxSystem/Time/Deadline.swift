// SPDX-License-Identifier: Apache-2.0

package import CLinux

/// The moment at which waiting ends.
///
/// The caller computes it once, before the wait, on a clock that no user can set: clock_gettime(2)
/// `CLOCK_MONOTONIC`. A clock of the concurrency library costs a program that sends one message 100,000
/// instructions more.
public struct Deadline: Comparable, Sendable {
  /// Nanoseconds on the monotonic clock.
  private let nanoseconds: Int64

  private init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

  /// The wait has no end.
  public static let never = Deadline(nanoseconds: .max)

  /// This moment.
  public static var now: Deadline {
    var time = CLinux.timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Deadline(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }

  /// The time on the clock of deadlines, as a duration since an unspecified moment in the past.
  package static var timeSinceStart: Duration { .nanoseconds(now.nanoseconds) }

  /// The moment when a duration has passed from now; `nil` for ever.
  ///
  /// A negative duration counts as zero.
  public static func after(_ duration: Duration?) -> Deadline {
    guard let duration else { return .never }
    guard let nanoseconds = duration.nanoseconds else { return duration < .zero ? .now : .never }
    let (sum, isTooLate) = now.nanoseconds.addingReportingOverflow(max(0, nanoseconds))
    return isTooLate ? .never : Deadline(nanoseconds: sum)
  }

  /// The moment when a short duration has passed from this one.
  package func advanced(by duration: Duration) -> Deadline {
    guard self != .never, let more = duration.nanoseconds else { return .never }
    return Deadline(nanoseconds: nanoseconds + more)
  }

  /// Whether the moment has come.
  public var hasPassed: Bool { self != .never && self <= .now }

  /// Whether more than a duration has passed since the moment.
  package func isOlder(than duration: Duration) -> Bool {
    let age = Deadline.now.nanoseconds - nanoseconds
    return .nanoseconds(age) > duration
  }

  /// How much time is left: zero or more, `nil` for ever.
  public var remaining: Duration? {
    self == .never ? nil : .nanoseconds(max(0, nanoseconds - Deadline.now.nanoseconds))
  }

  /// The time that is left, in the form of poll(2): milliseconds, rounded up; −1 for ever.
  public var pollTimeout: Int32 {
    guard self != .never else { return -1 }
    let left = max(0, nanoseconds - Deadline.now.nanoseconds)
    return Int32(clamping: left / 1_000_000 + (left % 1_000_000 == 0 ? 0 : 1))
  }

  /// The time that is left, in nanoseconds: zero or more; −1 for ever.
  var remainingNanoseconds: Int64 {
    self == .never ? -1 : max(0, nanoseconds - Deadline.now.nanoseconds)
  }

  /// The moment in the form of pthread_cond_timedwait(3).
  package var timespec: CLinux.timespec {
    CLinux.timespec(
      tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
  }

  /// Whether one moment is before another.
  public static func < (left: Deadline, right: Deadline) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}
