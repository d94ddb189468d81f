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
    let time = Calendar(now())
    // Counted from Sunday there, from Monday here.
    let weekday = Weekday(rawValue: (time.weekday + 6) % 7) ?? .monday
    return LocalTime(weekday, minute: time.hour * 60 + time.minute)
  }

  /// When a message arrived, in words: for one that has waited for more than a minute.
  ///
  /// `14:05` on the same day, `2026-11-20 14:05` on another.
  func lateness(of arrival: UnixTime) -> String? {
    let now = now()
    guard now.milliseconds - arrival.milliseconds > 60_000 else { return nil }
    let (then, today) = (Calendar(arrival), Calendar(now))
    return then.date == today.date ? then.clock : "\(then.date) \(then.clock)"
  }
}

/// A time as the machine's time zone has it.
private struct Calendar {
  let year: Int
  let month: Int
  let day: Int
  let weekday: Int
  let hour: Int
  let minute: Int

  /// The corresponding C function is `localtime_r`.
  init(_ time: UnixTime) {
    var seconds = time_t(time.milliseconds / 1000)
    var fields = unsafe tm()
    unsafe localtime_r(&seconds, &fields)
    year = unsafe Int(fields.tm_year) + 1900
    month = unsafe Int(fields.tm_mon) + 1
    day = unsafe Int(fields.tm_mday)
    weekday = unsafe Int(fields.tm_wday)
    hour = unsafe Int(fields.tm_hour)
    minute = unsafe Int(fields.tm_min)
  }

  var date: String { "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))" }

  var clock: String { "\(digits(hour, 2)):\(digits(minute, 2))" }

  private func digits(_ number: Int, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}
