// SPDX-License-Identifier: Apache-2.0

import CLinux
public import Messages

/// A point in time as a date and a time of the day.
public struct WallTime: Equatable, Sendable {
  /// The year: 2026.
  public let year: Int

  /// The month: 1…12.
  public let month: Int

  /// The day of the month: 1…31.
  public let day: Int

  /// The hour: 0…23.
  public let hour: Int

  /// The minute: 0…59.
  public let minute: Int

  /// The second: 0…60.
  public let second: Int

  /// The day of the week, Sunday is 0.
  public let weekday: Int

  /// The point in time.
  public let time: UnixTime

  /// The time zone of the date.
  public let zone: Zone

  /// The date and the time of the day at a point in time.
  ///
  /// The corresponding C functions are `localtime_r` and `gmtime_r`.
  public init(_ time: UnixTime, in zone: Zone) {
    var seconds = time_t(time.milliseconds / 1000)
    var fields = unsafe tm()
    switch zone {
    case .local: unsafe localtime_r(&seconds, &fields)
    case .utc: unsafe gmtime_r(&seconds, &fields)
    }
    self.time = time
    self.zone = zone
    year = unsafe Int(fields.tm_year) + 1900
    month = unsafe Int(fields.tm_mon) + 1
    day = unsafe Int(fields.tm_mday)
    hour = unsafe Int(fields.tm_hour)
    minute = unsafe Int(fields.tm_min)
    second = unsafe Int(fields.tm_sec)
    weekday = unsafe Int(fields.tm_wday)
  }

  /// The point in time with this date and time of the day; `nil` for a number out of its range.
  ///
  /// A day behind the end of its month is one of the next month, as in mktime(3), unless the date
  /// `isExact`. For a time that the clocks skip, the result is the moment of the skip or an hour later.
  ///
  /// The corresponding C functions are `mktime` and `timegm`.
  public init?(
    year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0,
    isExact: Bool = false, in zone: Zone
  ) {
    guard (1970...9999).contains(year), (1...12).contains(month), (-400...400).contains(day),
      (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
    else { return nil }
    var fields = unsafe tm()
    unsafe fields.tm_year = Int32(year - 1900)
    unsafe fields.tm_mon = Int32(month - 1)
    unsafe fields.tm_mday = Int32(day)
    unsafe fields.tm_hour = Int32(hour)
    unsafe fields.tm_min = Int32(minute)
    unsafe fields.tm_sec = Int32(second)
    unsafe fields.tm_isdst = -1
    let seconds =
      switch zone {
      case .local: unsafe clinux_local_time(&fields)
      case .utc: unsafe timegm(&fields)
      }
    self.init(UnixTime(milliseconds: Int64(seconds) * 1000), in: zone)
    guard !isExact || self.day == day && self.month == month else { return nil }
  }

  /// The date a number of days later, at a time of the day.
  public func day(_ days: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) -> WallTime? {
    WallTime(
      year: year, month: month, day: day + days, hour: hour, minute: minute, second: second,
      in: zone)
  }
}

extension WallTime {
  /// The date: `2026-11-20`.
  public var date: String { "\(digits(year, 4))-\(digits(month, 2))-\(digits(day, 2))" }

  /// The minute of the day: `14:05`.
  public var clock: String { "\(digits(hour, 2)):\(digits(minute, 2))" }

  /// The day of the week: `Fri`.
  public var weekdayName: String {
    ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][min(max(weekday, 0), 6)]
  }

  /// Date and time with the day of the week: `Fri 2026-11-20 14:05:09`.
  public var full: String { "\(weekdayName) \(date) \(clock):\(digits(second, 2))" }

  /// The time as a list shows it: `14:05` on the same day, `Fri 14:05` in the six days before, else
  /// `2026-11-20`.
  public func short(at now: WallTime) -> String {
    if date == now.date { return clock }
    guard time < now.time, let weekAgo = now.day(-6), weekAgo.time <= time else { return date }
    return "\(weekdayName) \(clock)"
  }

  /// The form for a time in the future: `14:05`, or `2026-11-20 14:05` on another day.
  public func moment(at now: WallTime) -> String {
    date == now.date ? clock : "\(date) \(clock)"
  }

  private func digits(_ number: Int, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.count)) + digits
  }
}
