// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Messages
import Testing

@testable import MessngrCLI

@Suite struct TimePhraseTests {
  /// Friday, 2026-11-20 14:30:00 UTC.
  static let now = WallTime(Desk.noon, in: .utc)

  private func text(_ phrase: String, _ direction: TimePhrase.Direction) -> String? {
    TimePhrase.time(phrase, direction, at: Self.now).map { WallTime($0, in: .utc).full }
  }

  @Test(arguments: [
    ("now", "Fri 2026-11-20 14:30:00"), ("90s", "Fri 2026-11-20 14:28:30"),
    ("5m", "Fri 2026-11-20 14:25:00"), ("2h", "Fri 2026-11-20 12:30:00"),
    ("1h30m", "Fri 2026-11-20 13:00:00"), ("2.5 h", "Fri 2026-11-20 12:00:00"),
    ("2 days", "Wed 2026-11-18 14:30:00"),
    ("3d", "Tue 2026-11-17 14:30:00"), ("1w", "Fri 2026-11-13 14:30:00"),
    ("0s", "Fri 2026-11-20 14:30:00"), ("14:00", "Fri 2026-11-20 14:00:00"),
    ("14:30", "Fri 2026-11-20 14:30:00"), ("14:31", "Thu 2026-11-19 14:31:00"),
    ("9:05", "Fri 2026-11-20 09:05:00"), ("23:59:59", "Thu 2026-11-19 23:59:59"),
    ("today", "Fri 2026-11-20 00:00:00"), ("yesterday", "Thu 2026-11-19 00:00:00"),
    ("Yesterday 14:00", "Thu 2026-11-19 14:00:00"), ("fri", "Fri 2026-11-20 00:00:00"),
    ("thu", "Thu 2026-11-19 00:00:00"), ("Saturday", "Sat 2026-11-14 00:00:00"),
    ("2026-11-20", "Fri 2026-11-20 00:00:00"), ("2024-02-29", "Thu 2024-02-29 00:00:00"),
    ("2026-11-20 14:00", "Fri 2026-11-20 14:00:00"),
    ("2026-11-20T14:00", "Fri 2026-11-20 14:00:00"),
    ("  2026-11-20   14:00:05 ", "Fri 2026-11-20 14:00:05"),
    ("1970-01-01", "Thu 1970-01-01 00:00:00"),
  ])
  func `a phrase about the past`(phrase: String, expected: String) {
    #expect(text(phrase, .past) == expected)
  }

  @Test(arguments: [
    ("2h", "Fri 2026-11-20 16:30:00"), ("14:00", "Sat 2026-11-21 14:00:00"),
    ("14:30", "Sat 2026-11-21 14:30:00"), ("14:31", "Fri 2026-11-20 14:31:00"),
    ("tomorrow", "Sat 2026-11-21 00:00:00"), ("tomorrow 8:00", "Sat 2026-11-21 08:00:00"),
    ("mon", "Mon 2026-11-23 00:00:00"), ("friday", "Fri 2026-11-27 00:00:00"),
    ("monday 7:30", "Mon 2026-11-23 07:30:00"), ("2027-01-01", "Fri 2027-01-01 00:00:00"),
    ("12d", "Wed 2026-12-02 14:30:00"),
  ])
  func `a phrase about the future`(phrase: String, expected: String) {
    #expect(text(phrase, .future) == expected)
  }

  @Test(arguments: [
    "", " ", "never", "2", "h", "-2h", "2.5", "+2h", "2 x", "99999999999999999999h", "1000001w",
    "24:00", "14:60", "14:0", "1400", ":30", "14:", "14:00:60", "014:00", "2026-02-30",
    "2026-13-01", "2026-00-10", "2026-01-00", "26-01-01", "2026-1", "2026-11-20-", "-2026-11-20",
    "1969-12-31", "2026-11-20 14", "2026-11-20 14:00 x", "14:00 2026-11-20", "t", "٣h",
    "tomorrowt8:00x",
  ])
  func `other phrases are refused`(phrase: String) {
    #expect(text(phrase, .past) == nil)
    #expect(text(phrase, .future) == nil)
  }

  @Test(
    arguments: [
      (0, "14:30"), (870, "00:00"), (871, "Thu 23:59"), (8640, "Sat 14:30"), (9510, "Sat 00:00"),
      (9511, "2026-11-13"), (-60, "15:30"), (-1440, "2026-11-21"),
    ] as [(Int64, String)])
  func `a list shows only as much of a time as it needs`(minutesAgo: Int64, expected: String) {
    let time = WallTime(Desk.noon.advanced(bySeconds: -60 * minutesAgo), in: .utc)
    #expect(time.short(at: Self.now) == expected)
  }

  @Test(arguments: [
    (Duration.milliseconds(0), "0.0 s"), (.milliseconds(440), "0.4 s"), (.seconds(12), "12 s"),
    (.seconds(185), "3 min 5 s"), (.seconds(120), "2 min"), (.seconds(10_800), "3 h"),
    (.seconds(7800), "2 h 10 min"), (.seconds(273_600), "3 d 4 h"),
  ])
  func `a duration has a short text`(duration: Duration, expected: String) {
    #expect(duration.text == expected)
  }
}
