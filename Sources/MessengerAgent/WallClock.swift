// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Messages

/// The clock on the wall: what people call the time.
struct WallClock: Sendable {
  /// The time.
  let now: @Sendable () -> UnixTime

  /// The machine's clock.
  static let system = WallClock(now: { .now })

  /// The time as the machine's time zone has it.
  func localTime() -> LocalTime {
    let time = WallTime(now(), in: .local)
    // Counted from Sunday there, from Monday here.
    let weekday = Weekday(rawValue: (time.weekday + 6) % 7) ?? .monday
    return LocalTime(weekday, minute: time.hour * 60 + time.minute)
  }

  /// When a message arrived, in words: for one that has waited for more than a minute.
  ///
  /// `14:05` on the same day, `2026-11-20 14:05` on another.
  func lateness(of arrival: UnixTime) -> String? {
    let now = now()
    guard now.milliseconds(since: arrival) > 60_000 else { return nil }
    return WallTime(arrival, in: .local).moment(at: WallTime(now, in: .local))
  }
}
