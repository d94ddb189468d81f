// SPDX-License-Identifier: Apache-2.0

import Glibc
import Messages
import Testing

@testable import AgentPolicy
@testable import MessengerAgent

/// The machine's clocks, and times in words.
@Suite struct WallClockTests {
  /// 2027-01-15 08:00 UTC, a Friday.
  private static let now: Int64 = 1_800_000_000

  init() {
    setenv("TZ", "UTC", 1)
    tzset()
  }

  private func clock(at seconds: Int64) -> WallClock {
    WallClock(now: { UnixTime(milliseconds: seconds * 1000) })
  }

  static let ages: [(seconds: Int64, words: String?)] = [
    (-10, nil), (0, nil), (60, nil), (61, "07:58"), (8 * 3600, "00:00"),
    (8 * 3600 + 1, "2027-01-14 23:59"), (365 * 86_400, "2026-01-15 08:00"),
  ]

  @Test(arguments: ages)
  func `a message that has waited shows its time of arrival`(seconds: Int64, words: String?) {
    let arrival = UnixTime(milliseconds: (Self.now - seconds) * 1000)
    #expect(clock(at: Self.now).lateness(of: arrival) == words)
  }

  static let times: [(seconds: Int64, LocalTime)] = [
    (now, LocalTime(.friday, minute: 480)), (now + 16 * 3600 - 1, LocalTime(.friday, minute: 1439)),
    (now + 16 * 3600, LocalTime(.saturday, minute: 0)),
    (now + 2 * 86_400, LocalTime(.sunday, minute: 480)),
    (now + 3 * 86_400, LocalTime(.monday, minute: 480)), (0, LocalTime(.thursday, minute: 0)),
  ]

  @Test(arguments: times)
  func `the week begins on Monday`(seconds: Int64, time: LocalTime) {
    #expect(clock(at: seconds).moment().localTime == time)
  }
}
