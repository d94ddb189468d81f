// SPDX-License-Identifier: Apache-2.0

import Glibc
import Messages

/// The clock on the wall: what people call the time.
struct WallClock: Sendable {
  /// The time.
  let now: @Sendable () -> UnixTime

  /// The machine's clock.
  static let system = WallClock(now: { .now })

  /// The time as the machine's time zone has it.
  func localTime() -> LocalTime {
    let time = WallClock.calendar(now())
    // tm_wday counts from Sunday.
    let weekday = Weekday(rawValue: Int(time.tm_wday + 6) % 7) ?? .monday
    return LocalTime(weekday, minute: Int(time.tm_hour) * 60 + Int(time.tm_min))
  }

  /// When a message arrived, in words: for one that has waited for more than a minute.
  ///
  /// `14:05` on the same day, `2026-11-20 14:05` on another.
  func lateness(of arrival: UnixTime) -> String? {
    let now = now()
    guard now.milliseconds - arrival.milliseconds > 60_000 else { return nil }
    let (then, today) = (WallClock.calendar(arrival), WallClock.calendar(now))
    let clock = WallClock.digits(then.tm_hour, 2) + ":" + WallClock.digits(then.tm_min, 2)
    guard then.tm_yday != today.tm_yday || then.tm_year != today.tm_year else { return clock }
    return [
      WallClock.digits(then.tm_year + 1900, 4), WallClock.digits(then.tm_mon + 1, 2),
      WallClock.digits(then.tm_mday, 2),
    ].joined(separator: "-") + " " + clock
  }

  /// The corresponding C function is `localtime_r`.
  private static func calendar(_ time: UnixTime) -> tm {
    var seconds = time_t(time.milliseconds / 1000)
    var calendar = unsafe tm()
    unsafe localtime_r(&seconds, &calendar)
    return unsafe calendar
  }

  private static func digits(_ number: Int32, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}
