// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import MessageDelivery
import Messages
import NameDirectory
import Testing

@testable import NetsendCLI

@Suite struct OptionReaderTests {
  /// 2027-01-15 08:00 UTC, a Friday.
  private static let now = WallTime(UnixTime(milliseconds: 1_800_000_000_000), in: .utc)

  private func options(_ words: [String]) throws -> SendOptions {
    guard case .send(let options) = try SendCommand(words, now: { Self.now }) else {
      throw SendUsageError.missingRecipient
    }
    return options
  }

  @Test(arguments: [
    ["-u", "low"], ["-ulow"], ["-u=low"], ["-qu", "low"], ["-qulow"], ["-vpqulow"],
    ["--urgency", "low"], ["--urgency=low"],
  ])
  func `an option stands before its argument in each form of getopt`(words: [String]) throws {
    let options = try options(words + ["ops", "hello"])
    #expect(options.request.attributes.urgency == .low)
    #expect(options.request.recipients.map(\.description) == ["ops"])
    #expect(options.text == "hello")
    #expect(options.style == (words[0].contains("q") ? .quiet : nil))
    #expect(options.printsID == words[0].contains("p"))
  }

  static let goals: [(words: [String], goal: MessageState)] = [
    ([], .stored), (["-a", "yes=Yes"], .stored), (["-w"], .read), (["--wait"], .read),
    (["-w", "-a", "yes=Yes"], .answered), (["-A", "yes=Yes"], .answered),
    (["-A", "yes=Yes", "--until", "shown"], .shown), (["--until", "read", "-A", "y=Y"], .read),
  ]

  @Test(arguments: goals)
  func `netsend waits for the recipient as notify-send does`(
    words: [String], goal: MessageState
  ) throws {
    #expect(try options(words + ["ops", "x"]).request.goal == goal)
  }

  @Test func `an action of notify-send may have no key`() throws {
    let options = try options(["-A", "Yes", "-A", "no=No", "-AMaybe", "ops", "x"])
    #expect(
      options.request.attributes.actions.map(\.description) == ["0=Yes", "no=No", "2=Maybe"])
    #expect(throws: SendUsageError.badValue(option: "--action", value: "Yes")) {
      try SendCommand(["-a", "Yes", "ops", "x"])
    }
  }

  @Test func `an earlier message has an identifier or a name`() throws {
    let id = "00112233445566778899aabbccddeeff"
    #expect(try options(["-r", id, "ops", "x"]).request.attributes.replaces?.description == id)
    let named = try options(["--replaces", "progress", "ops", "x"]).request.attributes.replaces
    #expect(named != nil)
    #expect(
      try options(["--replace-id=progress", "ops", "x"]).request.attributes.replaces == named)
    #expect(try options(["--retract", "progress", "ops"]).request.attributes.retracts == named)
    #expect(try options(["-r", "Progress", "ops", "x"]).request.attributes.replaces != named)
  }

  /// Phrases, and the seconds from Friday 2027-01-15 08:00:00 UTC.
  static let times: [(phrase: String, seconds: Int64?)] = [
    ("30m", 1800), ("2h", 7200), ("+2h", 7200), ("now+2h", 7200), ("now + 2 hours", 7200),
    ("+ 1 minute", 60), ("now + 3 days", 3 * 86_400), ("1w", 7 * 86_400), ("90s", 90),
    ("09:30", 5400), ("9:30", 5400), ("08:00", 86_400), ("07:59", 86_340), ("8:00:01", 1),
    ("noon", 4 * 3600), ("Midnight", 16 * 3600), ("tomorrow", 86_400), ("sat", 86_400),
    ("friday", 7 * 86_400), ("tomorrow 9:00", 90_000), ("9:00 tomorrow", 90_000),
    ("noon sunday", 2 * 86_400 + 4 * 3600), ("2027-01-16", 86_400),
    ("2027-01-15 18:00", 36_000), ("2027-01-15T18:00", 36_000), ("today 18:00", 36_000),
    ("18:00 2027-01-15", 36_000),
    // Not a time to come.
    ("", nil), ("now", nil), ("today", nil), ("today 07:00", nil), ("2027-01-14", nil),
    ("yesterday", nil), ("0s", nil), ("-2h", nil), ("2027-02-29", nil), ("24:00", nil),
    ("9:60", nil), ("soon", nil), ("+", nil), ("+ +", nil), ("90", nil), ("9:00 9:00", nil),
    ("tomorrow sat", nil), ("9:00 tomorrow x", nil), ("999999999 weeks", nil),
    ("99999999 weeks", nil),
  ]

  @Test(arguments: times)
  func `a time to come is read as at(1) reads it`(phrase: String, seconds: Int64?) throws {
    let expected = seconds.map { Self.now.time.advanced(bySeconds: $0) }
    #expect(DeliveryTime.time(phrase, at: Self.now) == expected)
  }

  @Test func `a sender waits for a message for later as long as it takes`() throws {
    let now = Self.now.time
    let stored = try options(["--at", "2h", "ops", "x"])
    #expect(stored.request.attributes.due == now.advanced(bySeconds: 7200))
    #expect(stored.usualTimeLimit(at: now) == .seconds(5))
    let shown = try options(["--at", "2h", "--until", "shown", "ops", "x"])
    #expect(shown.usualTimeLimit(at: now) == .seconds(7230))
  }
}
