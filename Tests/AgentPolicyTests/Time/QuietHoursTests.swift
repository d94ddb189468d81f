// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AgentPolicy

@Suite struct QuietHoursTests {
  static func hours(_ windows: [String]) -> QuietHours {
    QuietHours(windows.compactMap { QuietWindow($0) })
  }

  /// Reads `mon 22:00`.
  static func time(_ text: String) throws -> LocalTime {
    let parts = text.split { $0 == " " || $0 == ":" }
    let day = try #require(Weekday(parts[0]))
    return LocalTime(day, minute: try #require(Int(parts[1])) * 60 + (try #require(Int(parts[2]))))
  }

  struct Row: CustomTestStringConvertible {
    let windows: [String]
    let time: String
    let isQuiet: Bool
    let change: Int?

    init(_ windows: [String], _ time: String, _ isQuiet: Bool, _ change: Int?) {
      (self.windows, self.time, self.isQuiet, self.change) = (windows, time, isQuiet, change)
    }

    var testDescription: String { "\(windows.joined(separator: "; ")) at \(time)" }
  }

  static let rows = [
    // Never and always.
    Row([], "mon 00:00", false, nil),
    Row(["00:00-24:00"], "wed 12:00", true, nil),
    Row(["mon-sun 00:00-12:00", "12:00-24:00"], "sun 23:59", true, nil),
    Row(["22:00-21:59", "21:00-22:00"], "tue 21:59", true, nil),
    // The borders of one window.
    Row(["mon 08:00-09:00"], "mon 07:59", false, 1),
    Row(["mon 08:00-09:00"], "mon 08:00", true, 60),
    Row(["mon 08:00-09:00"], "mon 08:59", true, 1),
    Row(["mon 08:00-09:00"], "mon 09:00", false, 7 * 1440 - 60),
    Row(["mon 08:00-09:00"], "tue 08:30", false, 7 * 1440 - 1470),
    // Midnight, and the night that follows a listed day.
    Row(["mon-fri 22:00-07:00"], "mon 06:00", false, 16 * 60),
    Row(["mon-fri 22:00-07:00"], "mon 23:59", true, 7 * 60 + 1),
    Row(["mon-fri 22:00-07:00"], "tue 00:00", true, 7 * 60),
    Row(["mon-fri 22:00-07:00"], "sat 06:59", true, 1),
    Row(["mon-fri 22:00-07:00"], "sat 07:00", false, 2 * 1440 + 15 * 60),
    // The end of the week.
    Row(["sun 22:00-07:00"], "sun 23:00", true, 8 * 60),
    Row(["sun 22:00-07:00"], "mon 06:59", true, 1),
    Row(["sun 22:00-07:00"], "mon 07:00", false, 6 * 1440 + 15 * 60),
    Row(["sat,sun 00:00-24:00"], "sun 23:59", true, 1),
    Row(["sat,sun 00:00-24:00"], "mon 00:00", false, 5 * 1440),
    Row(["sat-mon 00:00-24:00"], "sun 12:00", true, 36 * 60),
    Row(["sun 12:00-24:00", "mon 00:00-06:00"], "sun 23:00", true, 7 * 60),
    // Windows that overlap, touch, or contain one another.
    Row(["mon 08:00-10:00", "mon 09:00-12:00"], "mon 08:30", true, 210),
    Row(["mon 08:00-10:00", "mon 10:00-12:00"], "mon 09:59", true, 121),
    Row(["mon 08:00-18:00", "mon 09:00-10:00"], "mon 09:30", true, 510),
    Row(["fri-mon 22:00-24:00"], "thu 23:00", false, 23 * 60),
    Row(["fri-mon 22:00-24:00"], "sat 22:00", true, 120),
  ]

  @Test(arguments: rows) func `quiet hours begin and end with the minute`(row: Row) throws {
    let hours = Self.hours(row.windows)
    let time = try Self.time(row.time)
    #expect(hours.windows.count == row.windows.count)
    #expect(hours.contains(time) == row.isQuiet)
    #expect(hours.minutesUntilChange(after: time) == row.change)
  }

  @Test(arguments: [
    ["mon-fri 22:00-07:00", "sat,sun 00:00-24:00"], ["sun 23:59-00:01"], ["00:00-00:01"],
    ["mon 00:00-24:00", "wed 23:00-01:00", "thu 00:30-02:00"],
  ])
  func `the next change is the first minute that is different`(windows: [String]) {
    let hours = Self.hours(windows)
    let week = Weekday.allCases.flatMap { day in (0..<1440).map { LocalTime(day, minute: $0) } }
    let isQuiet = week.map(hours.contains)
    for now in stride(from: 0, to: week.count, by: 97) {
      let change = (1...week.count).first { isQuiet[(now + $0) % week.count] != isQuiet[now] }
      #expect(hours.minutesUntilChange(after: week[now]) == change)
    }
  }

  @Test(arguments: [
    ("22:00-07:00", "22:00-07:00"), ("mon-fri 22:00-07:00", "mon,tue,wed,thu,fri 22:00-07:00"),
    ("Sat,SUN 0:00-24:00", "sat,sun 00:00-24:00"), ("mon-sun 9:05-10:00", "09:05-10:00"),
    ("fri-mon 00:00-00:01", "mon,fri,sat,sun 00:00-00:01"),
    ("wed-wed  1:00-2:00", "wed 01:00-02:00"),
  ])
  func `a window is read and written`(text: String, written: String) throws {
    let window = try #require(QuietWindow(text))
    #expect(window.description == written)
    #expect(QuietWindow(written) == window)
  }

  @Test(arguments: [
    "", " ", "mon", "22:00", "22:00-", "-07:00", "22:00-22:00", "24:00-07:00", "22:00-24:01",
    "22:60-23:00", "25:00-26:00", "022:00-07:00", "22:0-07:00", "2200-0700", "mon-fri",
    "mo 1:00-2:00",
    "monday 1:00-2:00", "mon- 1:00-2:00", "mon-tue-wed 1:00-2:00", "mon,,tue 1:00-2:00",
    ",mon 1:00-2:00", "mon tue 1:00-2:00", "mon 1:00-2:00 x", "１2:00-13:00", "+1:00-2:00",
    "1:00–2:00",
    "mon 1:00-2:00-3:00",
  ])
  func `what is no window is refused`(text: String) {
    #expect(QuietWindow(text) == nil)
  }

  @Test func `quiet hours are read and written`() {
    #expect(QuietHours().description == "none")
    #expect(
      Self.hours(["22:00-07:00", "sat 0:00-24:00"]).description
        == "22:00-07:00; sat 00:00-24:00")
  }
}
