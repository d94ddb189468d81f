// SPDX-License-Identifier: Apache-2.0

/// A time of the day, without a date.
package struct TimeOfDay: Equatable, Sendable {
  /// The hour: 0…23.
  package let hour: Int

  /// The minute: 0…59.
  package let minute: Int

  /// The second: 0…60.
  package let second: Int

  /// Reads `18:00`, `9:30` or `18:00:30`; `nil` for any other text.
  package init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), parts[0].utf8.count <= 2,
      parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }), let hour = decimal(parts[0]),
      let minute = decimal(parts[1]), let second = parts.count == 3 ? decimal(parts[2]) : 0,
      hour < 24, minute < 60, second < 60
    else { return nil }
    self.init(hour: hour, minute: minute, second: second)
  }

  /// The time of the day of a point in time.
  package init(_ time: WallTime) {
    self.init(hour: time.hour, minute: time.minute, second: time.second)
  }

  private init(hour: Int, minute: Int, second: Int) {
    (self.hour, self.minute, self.second) = (hour, minute, second)
  }
}

extension TimeOfDay {
  /// 12:00.
  package static let noon = TimeOfDay(hour: 12, minute: 0, second: 0)

  /// 0:00.
  package static let midnight = TimeOfDay(hour: 0, minute: 0, second: 0)
}

extension WallTime {
  /// The date a number of days later, at a time of the day.
  package func day(_ days: Int, at time: TimeOfDay) -> WallTime? {
    day(days, hour: time.hour, minute: time.minute, second: time.second)
  }

  /// The beginning of the day that a word names: `2026-11-20`.
  ///
  /// `nil` for any other text, and for a date that no calendar has.
  package init?(date text: some StringProtocol, in zone: Zone) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, let year = decimal(parts[0]),
      let month = decimal(parts[1]), let day = decimal(parts[2])
    else { return nil }
    self.init(year: year, month: month, day: day, isExact: true, in: zone)
  }

  /// How many days ahead the next day of the week is that a word names, `fri` or `friday`: 1…7.
  ///
  /// `nil` for any other text; the word is in lower case.
  package func daysUntil(weekday word: String) -> Int? {
    let names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
    guard let named = names.firstIndex(where: { $0 == word || $0.prefix(3) == word }) else {
      return nil
    }
    return (named - weekday + 6) % 7 + 1
  }
}

/// A number of one to eight decimal digits, without a sign.
private func decimal(_ digits: some StringProtocol) -> Int? {
  guard (1...8).contains(digits.utf8.count),
    digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
  else { return nil }
  return Int(digits)
}
