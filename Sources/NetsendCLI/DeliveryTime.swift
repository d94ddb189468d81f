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
      if let clock = timeOfDay(first) { return next(clock, after: now) }
      return day(first, at: now)?.day(0, at: TimeOfDay(now))?.time
    }
    if let clock = timeOfDay(first) { return day(last, at: now)?.day(0, at: clock)?.time }
    return timeOfDay(last).flatMap { day(first, at: now)?.day(0, at: $0)?.time }
  }

  private static func timeOfDay(_ word: String) -> TimeOfDay? {
    switch word {
    case "noon": .noon
    case "midnight": .midnight
    default: TimeOfDay(word)
    }
  }

  private static func next(_ clock: TimeOfDay, after now: WallTime) -> UnixTime? {
    guard let today = now.day(0, at: clock)?.time else { return nil }
    return today > now.time ? today : now.day(1, at: clock)?.time
  }

  private static func day(_ word: String, at now: WallTime) -> WallTime? {
    switch word {
    case "today": now
    case "tomorrow": now.day(1)
    default:
      now.daysUntil(weekday: word).map { now.day($0) } ?? WallTime(date: word, in: now.zone)
    }
  }
}
