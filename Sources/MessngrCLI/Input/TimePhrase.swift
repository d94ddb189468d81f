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
      if let clock = TimeOfDay(words[0]) { return time(clock, direction, at: now) }
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
    guard let clock = TimeOfDay(clock) else { return nil }
    return self.day(day, direction, at: now)?.day(0, at: clock)?.time
  }

  private static func time(
    _ clock: TimeOfDay, _ direction: Direction, at now: WallTime
  ) -> UnixTime? {
    guard let today = now.day(0, at: clock)?.time else { return nil }
    return switch direction {
    case .past: today <= now.time ? today : now.day(-1, at: clock)?.time
    case .future: today > now.time ? today : now.day(1, at: clock)?.time
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
    guard let ahead = now.daysUntil(weekday: word) else {
      return WallTime(date: word, in: now.zone)
    }
    switch direction {
    case .past: return now.day(ahead == 7 ? 0 : ahead - 7)
    case .future: return now.day(ahead)
    }
  }
}
