// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Messages

@Suite struct SendingTimeTests {
  private static func time(_ seconds: Int64) -> UnixTime {
    UnixTime(milliseconds: 1_800_000_000_000 + seconds * 1000)
  }

  private static func delivery(
    sent: Int64?, known: Int64? = nil, due: Int64? = nil, expires: UInt32? = 60
  ) -> Delivery {
    var message = Message(from: "a", to: "b", text: "t")
    message.attributes.sent = sent.map(time)
    message.attributes.due = due.map(time)
    message.attributes.expires = expires
    return Delivery(
      id: MessageID(), message: message, sender: 1, senderName: "a", origin: .spool,
      arrival: time(0), known: known.map(time))
  }

  /// When a message of a minute expires that arrives at 0, by the sender's time and the time of its file.
  static let expiries: [(sent: Int64?, known: Int64?, expiry: Int64)] = [
    (nil, nil, 60), (0, nil, 60), (-4, nil, 56), (-900, nil, -840),
    // The sender's clock is wrong by more than a quarter of an hour, or ahead.
    (-901, nil, 60), (-7200, nil, 60), (.min / 2000, nil, 60), (1, nil, 60), (86_400, nil, 60),
    // In the spool since a known time.
    (nil, -3600, -3540), (-3600, -3600, -3540), (-3602, -3600, -3542), (-90_000, -3600, -3540),
    (-10, -3600, 50), (5, -3600, -3540),
    // The file is from the future: the machine's clock was set back.
    (nil, 3600, 60), (-5, 3600, 55),
  ]

  @Test(arguments: expiries)
  func `a message expires by the sender's time where that can be true`(
    sent: Int64?, known: Int64?, expiry: Int64
  ) {
    #expect(Self.delivery(sent: sent, known: known).expiry == Self.time(expiry))
    #expect(Self.delivery(sent: sent, known: known, expires: nil).expiry == nil)
  }

  @Test func `a message for later expires after that time`() {
    #expect(Self.delivery(sent: 0, due: 600).expiry == Self.time(660))
    #expect(Self.delivery(sent: 0, due: 600).isWaiting)
    #expect(Self.delivery(sent: 0, due: -600).expiry == Self.time(60))
    #expect(!Self.delivery(sent: 0, due: 0).isWaiting)
  }

  @Test(
    arguments: [
      (nil, false), (0, false), (-60, false), (-61, true), (60, false), (61, true), (-90_000, true),
    ] as [(Int64?, Bool)])
  func `the sender's time is shown where it differs by more than a minute`(
    sent: Int64?, isShown: Bool
  ) {
    #expect((Self.delivery(sent: sent).differingSendingTime != nil) == isShown)
  }

  @Test func `the times of a sender travel with the message`() throws {
    var message = Message(from: "a", to: "b", text: "t")
    message.attributes.sent = Self.time(0)
    message.attributes.due = Self.time(60)
    let bytes = try MailslotBody.encode(message)
    #expect(
      bytes == Array("a\0b\0t\0messngr=1\0sent=1800000000000\0at=1800000060000\0".utf8))
    #expect(try MailslotBody(decoding: bytes, CodePage.cp437.decode).message == message)
  }
}
