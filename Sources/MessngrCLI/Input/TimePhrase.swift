// SPDX-License-Identifier: Apache-2.0

import Console
import LinuxSystem
import Messages

/// A point in time as a user types it.
///
/// | phrase | means |
/// |---|---|
/// | `90s`, `5m`, `2h`, `1h30m`, `3d`, `1w` | that long ago, or from now: `DurationText` |
/// | `14:00`, `14:00:30` | the last, or the next, such time |
/// | `now`, `today`, `yesterday`, `tomorrow` | this moment, or the beginning of that day |
/// | `fri`, `friday` | the beginning of the last, or the next, such day |
/// | `2026-11-20` | the beginning of that day |
/// | any day and a time | that time: `yesterday 14:00`, `2026-11-20 14:00`, `2026-11-20T14:00` |
enum TimePhrase {
  /// Which of two times a phrase means.
  enum Direction: Sendable {
    /// The last one, for `--since`.
    case past

    /// The next one, for `dnd until`.
    case future
  }

  /// Reads a phrase; `nil` when it is not one, or when there is no such time.
  static func time(_ phrase: String, _ direction: Direction, at now: WallTime) -> UnixTime? {
    if let length = DurationText.milliseconds(phrase) {
      let milliseconds = direction == .past ? -length : length
      let (sum, isTooLarge) = now.time.milliseconds.addingReportingOverflow(milliseconds)
      let time = UnixTime(milliseconds: sum)
      return !isTooLarge && UnixTime.possible.contains(time) ? time : nil
    }
    let words = phrase.lowercased().split { $0 == " " || $0 == "\t" }.map(String.init)
    switch words.count {
    case 1:
      if words[0] == "now" { return now.time }
      if let clock = Clock(words[0]) { return time(clock, direction, at: now) }
      if let day = day(words[0], direction, at: now) { return day.time }
      // RFC 3339 has a T between the day and the time.
      let parts = words[0].split(separator: "t", maxSplits: 1).map(String.init)
      return parts.count == 2 ? time(parts[0], parts[1], direction, at: now) : nil
    case 2: return time(words[0], words[1], direction, at: now)
    default: return nil
    }
  }

  private static func time(
    _ day: String, _ clock: String, _ direction: Direction, at now: WallTime
  ) -> UnixTime? {
    guard let clock = Clock(clock), let day = self.day(day, direction, at: now) else { return nil }
    return day.day(0, hour: clock.hour, minute: clock.minute, second: clock.second)?.time
  }

  private static func time(
    _ clock: Clock, _ direction: Direction, at now: WallTime
  ) -> UnixTime? {
    func on(_ days: Int) -> UnixTime? {
      now.day(days, hour: clock.hour, minute: clock.minute, second: clock.second)?.time
    }
    guard let today = on(0) else { return nil }
    return switch direction {
    case .past: today <= now.time ? today : on(-1)
    case .future: today > now.time ? today : on(1)
    }
  }

  private static func day(
    _ word: String, _ direction: Direction, at now: WallTime
  ) -> WallTime? {
    switch word {
    case "today": return now.day(0)
    case "yesterday": return now.day(-1)
    case "tomorrow": return now.day(1)
    default: break
    }
    if let weekday = weekday(word) {
      let ahead = (weekday - now.weekday + 7) % 7
      switch direction {
      case .past: return now.day(ahead == 0 ? 0 : ahead - 7)
      case .future: return now.day(ahead == 0 ? 7 : ahead)
      }
    }
    let parts = word.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[0].utf8.count == 4, let year = number(parts[0]),
      let month = number(parts[1]), let day = number(parts[2])
    else { return nil }
    return WallTime(year: year, month: month, day: day, isExact: true, in: now.zone)
  }

  private static func weekday(_ word: String) -> Int? {
    let names = [
      "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday",
    ]
    return names.firstIndex { $0 == word || $0.prefix(3) == word }
  }

  private static func number(_ digits: some StringProtocol) -> Int? {
    guard !digits.isEmpty, digits.utf8.count < 10,
      digits.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(digits)
  }

  /// A time of the day: `14:00`, `9:30`, `14:00:30`.
  private struct Clock {
    let hour: Int
    let minute: Int
    let second: Int

    init?(_ word: String) {
      let parts = word.split(separator: ":", omittingEmptySubsequences: false)
      guard (2...3).contains(parts.count), parts.dropFirst().allSatisfy({ $0.utf8.count == 2 }),
        parts[0].utf8.count <= 2
      else { return nil }
      let numbers = parts.compactMap { number($0) }
      guard numbers.count == parts.count, numbers[0] < 24, numbers[1] < 60 else { return nil }
      (hour, minute) = (numbers[0], numbers[1])
      second = numbers.count == 3 ? numbers[2] : 0
      guard second < 60 else { return nil }
    }
  }
}
