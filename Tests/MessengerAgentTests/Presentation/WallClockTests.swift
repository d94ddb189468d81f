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
    #expect(clock(at: Self.now).lateness(of: delivery(age: seconds, sent: nil)) == words)
    #expect(clock(at: Self.now).lateness(of: delivery(age: seconds, sent: seconds)) == words)
  }

  @Test(
    arguments: [
      (0, 3600, "sent 07:00"), (0, 61, "sent 07:58"), (0, -3600, "sent 09:00"),
      (7200, 90_000, "sent 2027-01-14 07:00"), (7200, 7200, "06:00"), (0, 60, nil),
    ] as [(Int64, Int64, String?)])
  func `a message shows when it was sent, where that is not when it arrived`(
    age: Int64, sent: Int64, words: String?
  ) {
    #expect(clock(at: Self.now).lateness(of: delivery(age: age, sent: sent)) == words)
  }

  /// A message that arrived and was sent so many seconds ago.
  private func delivery(age: Int64, sent: Int64?) -> Delivery {
    func time(_ age: Int64) -> UnixTime { UnixTime(milliseconds: (Self.now - age) * 1000) }
    var message = Message(from: "ops", to: "", text: "x")
    message.attributes.sent = sent.map(time)
    return Delivery(
      id: MessageID(), message: message, sender: 1000, senderName: "ops", origin: .mailslot,
      arrival: time(age))
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
