// SPDX-License-Identifier: Apache-2.0

import Messages
import TestSupport
import Testing
import Wire

@Suite struct MailslotBodyTests {
  private func body(_ bytes: [UInt8]) throws(WireError) -> MailslotBody {
    try MailslotBody(decoding: bytes, CodePage.cp437.decode)
  }

  private func body(_ text: String) throws(WireError) -> MailslotBody { try body(Array(text.utf8)) }

  // MARK: - Golden bytes

  @Test(arguments: [
    ("win98-workgroup", Message(from: "WIN98USER", to: "WORKGROUP", text: "HELLO WORLD")),
    ("alpha-workgroup", Message(from: "ALPHA", to: "WORKGROUP", text: "HELLO")),
    ("no-final-nul", Message(from: "ALPHA", to: "BRAVO", text: "HELLO")),
    ("one-nul-more", Message(from: "ALPHA", to: "BRAVO", text: "HELLO")),
    ("nothing-said", Message(from: "", to: "", text: "")),
    ("line-ends", Message(from: "ALPHA", to: "BRAVO", text: "1\n2\n3\n4\n5\n6")),
    ("cp437-text", Message(from: "ALPHA", to: "BRAVO", text: "Grüße: ½ π")),
    ("attributes", .saysEverything),
  ])
  func `a body is read`(fixture: String, message: Message) throws {
    #expect(try body(HexFixture("MailslotBody/\(fixture)").bytes).message == message)
  }

  @Test func `the body of Messngr's own sender has its bytes`() throws {
    let bytes = try HexFixture("MailslotBody/attributes").bytes
    #expect(try MailslotBody.encode(.saysEverything) == bytes)
  }

  @Test(arguments: 0..<32) func `an error about a cut body names the field that was cut`(
    length: Int
  ) throws {
    let bytes = try HexFixture("MailslotBody/win98-workgroup").bytes
    #expect(bytes.count == 32)
    let cut = Array(bytes.prefix(length))
    switch length {
    case ..<10:
      #expect(throws: WireError(.unterminated, in: "From", at: 0)) { try body(cut) }
    case ..<20:
      #expect(throws: WireError(.unterminated, in: "To", at: 10)) { try body(cut) }
    default:
      let text = String("HELLO WORLD".prefix(length - 20))
      #expect(
        try body(cut).message == Message(from: "WIN98USER", to: "WORKGROUP", text: text))
    }
  }

  @Test func `cut attributes keep the message and the pairs before the cut`() throws {
    let bytes = try HexFixture("MailslotBody/attributes").bytes
    for length in 24..<bytes.count {
      let message = try body(Array(bytes.prefix(length))).message
      #expect((message.from, message.to, message.text) == ("alice", "ops", "RAID degraded"))
      #expect(message.attributes.urgency == (length < 86 ? .normal : .critical))
    }
  }

  // MARK: - Other nodes

  @Test(arguments: ["", "\0", "\0\0", "\0\0\0\0"])
  func `NULs between text and attributes are ignored`(nuls: String) throws {
    let message = try body("a\0b\0text\0\(nuls)messngr=1\0urgency=low\0").message
    #expect(message.text == "text")
    #expect(message.attributes.urgency == .low)
  }

  @Test(arguments: [
    "a\0b\0text\0urgency=low\0", "a\0b\0text\0messngr=2\0urgency=low\0",
    "a\0b\0text\0 messngr=1\0urgency=low\0", "a\0b\0text\0messngr=1", "a\0b\0text\0x\0messngr=1\0",
  ])
  func `bytes without the marker in front are not attributes`(text: String) throws {
    #expect(
      try body(text).message == Message(from: "a", to: "b", text: "text"))
  }

  @Test func `a body with an empty text is a message`() throws {
    let message = try body("a\0b\0\0messngr=1\0title=T\0").message
    #expect((message.text, message.attributes.title) == ("", "T"))
    #expect(try body("\0\0").message == Message(from: "", to: "", text: ""))
  }

  @Test func `each field that is not UTF-8 is read in the code page by itself`() throws {
    let bytes: [UInt8] = [0x81, 0, 0xC3, 0xBC, 0, 0x81, 0x14, 0xFF, 0]
    let body = try body(bytes)
    #expect(body.message == Message(from: "ü", to: "ü", text: "ü\n\u{A0}"))
    #expect(body.rawText == [0x81, 0x14, 0xFF])
    #expect(try self.body("ü\0ü\0ü\0").rawText == nil)
  }

  @Test func `a name may have 256 bytes and not one more`() throws {
    let name = String(repeating: "n", count: 256)
    #expect(try body("\(name)\0\(name)\0t").message.to == name)
    #expect(throws: WireError(.tooLong(limit: 256), in: "From", at: 0)) {
      try body("\(name)n\0\0t")
    }
    #expect(throws: WireError(.tooLong(limit: 256), in: "To", at: 2)) {
      try body("a\0\(name)n\0t")
    }
  }

  @Test func `a text may have 64 KiB and not one byte more`() throws {
    let text = String(repeating: "t", count: 65_536)
    #expect(try body("a\0b\0\(text)\0").message.text == text)
    #expect(throws: WireError(.tooLong(limit: 65_536), in: "Text", at: 4)) {
      try body("a\0b\0\(text)t")
    }
  }

  @Test func `attributes over 16 KiB are refused, other bytes behind the text are not`() throws {
    let many = String(repeating: "action=a=b\0", count: 2_000)
    #expect(throws: WireError(.tooLong(limit: 16_384), in: "messngr", at: 9)) {
      try body("a\0b\0text\0messngr=1\0\(many)")
    }
    #expect(try body("a\0b\0text\0\(many)").message.text == "text")
  }

  @Test(arguments: 0..<200) func `random bytes do not trap`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let bytes = random.bytes(upTo: 200)
      _ = try? body(bytes)
      _ = try? body(Array("a\0b\0c\0messngr=1\0".utf8) + bytes)
    }
  }

  // MARK: - Writing

  @Test(arguments: [
    (Message(from: "a", to: "b", text: ""), MessageError.emptyText),
    (Message(from: "a\0", to: "b", text: "t"), .nulInside(field: "From")),
    (Message(from: "a", to: "\0b", text: "t"), .nulInside(field: "To")),
    (Message(from: "a", to: "b", text: "t\0t"), .nulInside(field: "Text")),
    (
      Message(from: "a", to: "b", text: String(repeating: "ü", count: 32_769)),
      .textTooLong(byteCount: 65_538, limit: 65_536)
    ),
    (
      Message(from: String(repeating: "ü", count: 129), to: "b", text: "t"),
      .nameTooLong(field: "From", byteCount: 258, limit: 256)
    ),
    (
      Message(from: "a", to: String(repeating: "n", count: 257), text: "t"),
      .nameTooLong(field: "To", byteCount: 257, limit: 256)
    ),
    (.titled("T\0"), .nulInside(field: "title")),
    (.titled(String(repeating: "T", count: 16_384)), .attributesTooLong(limit: 16_369)),
  ])
  func `a message that could not be read back is not written`(message: Message, error: MessageError)
  {
    #expect(throws: error) { try MailslotBody.encode(message) }
  }

  @Test func `the largest body is written and read`() throws {
    var message = Message.titled(String(repeating: "T", count: 16_369 - 10 - 7))
    message.from = String(repeating: "f", count: 256)
    message.to = String(repeating: "t", count: 256)
    message.text = String(repeating: "x", count: 65_536)
    let bytes = try MailslotBody.encode(message)
    #expect(try body(bytes).message == message)
    let addressed = MailslotBody.addressed(bytes, to: .max)
    #expect(addressed.count == MailslotBody.maximumByteCount)
    message.attributes.addressee = .max
    #expect(try body(addressed).message == message)
  }

  @Test(arguments: 0..<200) func `a random message is read as it was written`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let message = random.message()
    #expect(try body(MailslotBody.encode(message)).message == message)
  }

  // MARK: - Texts

  @Test(arguments: ["", " ", "\n\t \r\n", "\u{A0}\u{2003}", "\u{3164}"])
  func `a text without anything to see is refused, unless it only retracts`(text: String) throws {
    var message = Message(from: "a", to: "b", text: text)
    #expect(throws: MessageError.emptyText) { try MailslotBody.encode(message) }
    message.attributes.retracts = MessageID()
    #expect(try body(MailslotBody.encode(message)).message.attributes == message.attributes)
  }

  @Test func `bytes that are not UTF-8 travel as they are`() throws {
    let bytes = Array("caf".utf8) + [0xE9]
    let message = Message(from: "a", to: "b", text: String(decoding: bytes, as: UTF8.self))
    let encoded = try MailslotBody.encode(message, rawText: bytes)
    #expect(encoded == Array("a\0b\0caf".utf8) + [0xE9] + Array("\0messngr=1\0".utf8))
    #expect(try body(encoded).rawText == bytes)
    #expect(throws: MessageError.nulInside(field: "Text")) {
      try MailslotBody.encode(message, rawText: [0x61, 0, 0xE9])
    }
    #expect(throws: MessageError.textTooLong(byteCount: 65_537, limit: 65_536)) {
      try MailslotBody.encode(message, rawText: [UInt8](repeating: 0xE9, count: 65_537))
    }
  }
}
