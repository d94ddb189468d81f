// SPDX-License-Identifier: Apache-2.0

import Console
import LinuxSystem
import Messages

/// A time to come, as at(1) reads it.
///
/// | phrase | means |
/// |---|---|
/// | `30m`, `2h`, `+ 2 hours`, `now + 3 days` | that long from now |
/// | `18:00`, `noon`, `midnight` | the next such time |
/// | `tomorrow`, `fri`, `2026-12-24` | that day, at the present time of the day |
/// | `18:00 tomorrow`, `fri 9:30`, `2026-12-24 18:00` | that time of that day; also with a `T` between |
enum DeliveryTime {
  /// Reads a phrase; `nil` when it is not one, or when the time is past.
  static func time(_ phrase: String, at now: WallTime) -> UnixTime? {
    guard let time = read(words(of: phrase), at: now), time > now.time,
      UnixTime.possible.contains(time)
    else { return nil }
    return time
  }

  /// The words of a phrase in lower case; a plus is one, and so is each side of the `T` in a date.
  private static func words(of phrase: String) -> [String] {
    var words: [String] = []
    var word = ""
    func end(_ next: String? = nil) {
      if !word.isEmpty { words.append(word) }
      word = ""
      if let next { words.append(next) }
    }
    for character in phrase.lowercased() {
      switch character {
      case " ", "\t": end()
      case "+": end("+")
      case "t" where word.utf8.count == 10: end()
      default: word.append(character)
      }
    }
    end()
    return words
  }

  private static func read(_ words: [String], at now: WallTime) -> UnixTime? {
    var words = words[...]
    if words.first == "now", words.count > 1 { words.removeFirst() }
    let isSum = words.first == "+"
    if isSum { words.removeFirst() }
    if let wait = DurationText.milliseconds(words.joined(separator: " ")) {
      let (sum, isTooLarge) = now.time.milliseconds.addingReportingOverflow(wait)
      return isTooLarge ? nil : UnixTime(milliseconds: sum)
    }
    guard !isSum, let first = words.first, let last = words.last, words.count <= 2 else {
      return nil
    }
    guard words.count == 2 else {
      if let clock = Clock(first) { return next(clock, after: now) }
      return day(first, at: now).flatMap { time(Clock(now), on: $0) }
    }
    if let clock = Clock(first) { return day(last, at: now).flatMap { time(clock, on: $0) } }
    return Clock(last).flatMap { clock in day(first, at: now).flatMap { time(clock, on: $0) } }
  }

  private static func time(_ clock: Clock, on day: WallTime) -> UnixTime? {
    day.day(0, hour: clock.hour, minute: clock.minute, second: clock.second)?.time
  }

  private static func next(_ clock: Clock, after now: WallTime) -> UnixTime? {
    guard let today = time(clock, on: now) else { return nil }
    return today > now.time ? today : now.day(1).flatMap { time(clock, on: $0) }
  }

  private static func day(_ word: String, at now: WallTime) -> WallTime? {
    if word == "today" { return now }
    if word == "tomorrow" { return now.day(1) }
    let names = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
    if let weekday = names.firstIndex(where: { $0 == word || $0.prefix(3) == word }) {
      let ahead = (weekday - now.weekday + 7) % 7
      return now.day(ahead == 0 ? 7 : ahead)
    }
    let parts = word.split(separator: "-", omittingEmptySubsequences: false).map { number($0) }
    guard parts.count == 3, let year = parts[0], let month = parts[1], let day = parts[2] else {
      return nil
    }
    return WallTime(year: year, month: month, day: day, isExact: true, in: now.zone)
  }

  /// A number of at most eight digits.
  private static func number(_ digits: Substring) -> Int? {
    guard (1...8).contains(digits.utf8.count),
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(digits)
  }

  /// A time of the day.
  private struct Clock {
    let hour: Int
    let minute: Int
    let second: Int

    /// Reads `18:00`, `9:30`, `18:00:30`, `noon` or `midnight`.
    init?(_ word: String) {
      if word == "noon" || word == "midnight" {
        (hour, minute, second) = (word == "noon" ? 12 : 0, 0, 0)
        return
      }
      let parts = word.split(separator: ":", omittingEmptySubsequences: false)
      guard (2...3).contains(parts.count), parts[0].utf8.count <= 2,
        parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }), let hour = number(parts[0]),
        let minute = number(parts[1]), let second = parts.count == 3 ? number(parts[2]) : 0,
        hour < 24, minute < 60, second < 60
      else { return nil }
      (self.hour, self.minute, self.second) = (hour, minute, second)
    }

    /// The time of the day now.
    init(_ now: WallTime) { (hour, minute, second) = (now.hour, now.minute, now.second) }
  }
}
