// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Messages
import Testing

/// Times, dates and days of the week as people write them.
@Suite struct TimeOfDayTests {
  /// Friday, 2026-11-20 14:30:00 UTC.
  private static let now = WallTime(UnixTime(milliseconds: 1_795_185_000_000), in: .utc)

  @Test(arguments: [
    ("18:00", "18:00:00"), ("9:30", "09:30:00"), ("09:30:07", "09:30:07"), ("0:00", "00:00:00"),
    ("23:59:59", "23:59:59"),
  ])
  func `a time of the day is read`(text: String, expected: String) throws {
    let time = try #require(TimeOfDay(text))
    #expect(Self.now.day(0, at: time)?.full == "Fri 2026-11-20 \(expected)")
  }

  @Test(arguments: [
    "", ":", "18", "18:", ":30", "18:0", "24:00", "18:60", "18:00:60", "018:00", "18:00:00:00",
    "-1:00", "+1:00", "1 :00", "١٨:٠٠", "noon",
  ])
  func `another text is no time of the day`(text: String) {
    #expect(TimeOfDay(text) == nil)
  }

  @Test func `a date is read when the calendar has it`() {
    #expect(WallTime(date: "2026-11-20", in: .utc)?.full == "Fri 2026-11-20 00:00:00")
    #expect(WallTime(date: "2028-2-29", in: .utc)?.full == "Tue 2028-02-29 00:00:00")
    for text in ["2026-02-29", "26-11-20", "2026-11", "2026-11-20-", "2026-11-", "2026-+1-20"] {
      #expect(WallTime(date: text, in: .utc) == nil, "\(text)")
    }
  }

  @Test(arguments: [
    ("sat", 1), ("saturday", 1), ("thu", 6), ("thursday", 6), ("fri", 7), ("friday", 7),
    ("fr", nil),
    ("frid", nil), ("", nil), ("fri day", nil),
  ])
  func `a day of the week is one to seven days ahead`(word: String, days: Int?) {
    #expect(Self.now.daysUntil(weekday: word) == days)
  }
}
