// SPDX-License-Identifier: Apache-2.0

/// A day of the week and a minute, in the machine's time zone.
package struct LocalTime: Hashable, Sendable {
  /// How many minutes a day has.
  static let minutesPerDay = 24 * 60

  /// How many minutes a week has.
  static let minutesPerWeek = 7 * minutesPerDay

  /// The day.
  let weekday: Weekday

  /// The minute of the day: 0…1439.
  let minute: Int

  /// Creates a time; the minute is brought into its range.
  package init(_ weekday: Weekday, minute: Int) {
    self.weekday = weekday
    self.minute = min(max(minute, 0), LocalTime.minutesPerDay - 1)
  }

  /// The minute of the week, from Monday 00:00: 0…10079.
  var minuteOfWeek: Int { weekday.rawValue * LocalTime.minutesPerDay + minute }
}
