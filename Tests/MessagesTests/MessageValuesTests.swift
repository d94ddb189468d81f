// SPDX-License-Identifier: Apache-2.0

import Messages
import TestSupport
import Testing

@Suite struct MessageValuesTests {
  @Test(arguments: 0..<100) func `an identifier is read from its text`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let id = MessageID(using: &random)
    #expect(id.description.utf8.count == 32)
    #expect(MessageID(id.description) == id)
    #expect(id != MessageID(using: &random))
  }

  @Test(arguments: [
    "", "0", "00112233445566778899aabbccddeef", "00112233445566778899aabbccddeeff0",
    "00112233445566778899aabbccddeefF", "+0112233445566778899aabbccddeeff",
    "0011223344556677+899aabbccddeeff", "００112233445566778899aabbccdd",
    " 0112233445566778899aabbccddeef",
  ])
  func `other texts are refused as identifiers`(text: String) {
    #expect(MessageID(text) == nil)
  }

  @Test(arguments: [
    ("mailslot", Origin.mailslot, true), ("spool", .spool, true),
    ("datagram 192.0.2.10", .datagram(address: "192.0.2.10"), false),
    ("session fe80::1%eth0", .session(address: "fe80::1%eth0"), false),
  ])
  func `an origin is read from its text`(text: String, origin: Origin, isProven: Bool) {
    #expect(Origin(text) == origin)
    #expect(origin.description == text)
    #expect(origin.isProven == isProven)
  }

  @Test(arguments: [
    "", "mailslot ", "Mailslot", "mailslot x", "datagram", "datagram ", "datagram  x",
    "session a b", "session a\nb", "session \u{202E}", "session é", "session <b>",
    "session " + String(repeating: "1", count: 65),
  ])
  func `other texts are refused as origins`(text: String) {
    #expect(Origin(text) == nil)
  }

  @Test(
    arguments: [
      (0, 60, 60_000), (1_000, -1, 0), (0, .max, .max), (0, .min, .min),
      (.max, 1, .max), (.min, -1, .min), (.max, -1, .max - 1_000),
    ] as [(Int64, Int64, Int64)])
  func `a later time stops at the last possible time`(start: Int64, seconds: Int64, end: Int64) {
    let time = UnixTime(milliseconds: start).advanced(bySeconds: seconds)
    #expect(time.milliseconds == end)
  }

  @Test func `levels are ordered from low to critical`() {
    #expect(Urgency.allCases.sorted() == [.low, .normal, .critical])
  }

  @Test(arguments: [
    (MessageError.emptyText, "the message has no text"),
    (
      .textTooLong(byteCount: 500, limit: 391),
      "the text has 500 bytes; at most 391 can be sent this way"
    ),
    (
      .nameTooLong(field: "To", byteCount: 16, limit: 15),
      "To has 16 bytes; at most 15 can be sent this way"
    ),
    (
      .nulInside(field: "Text"),
      "Text holds a NUL character, which would cut the message there"
    ),
    (
      .attributesTooLong(limit: 16_384),
      "title, icon, category and actions have more than 16384 bytes together"
    ),
  ])
  func `an error is one line for the user`(error: MessageError, line: String) {
    #expect(error.description == line)
  }
}
