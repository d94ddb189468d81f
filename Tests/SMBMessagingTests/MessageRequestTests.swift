// SPDX-License-Identifier: Apache-2.0

import SMBMessaging
import TestSupport
import Testing
import Wire

@Suite struct MessageRequestTests {
  static let alpha = Array("ALPHA".utf8)
  static let bravo = Array("BRAVO".utf8)
  static let text = hex("48 49 14 42 4F 42")

  private static func smb(_ command: String, _ tail: String) -> [UInt8] {
    hex("FF 53 4D 42 \(command)") + [UInt8](repeating: 0, count: 27) + hex(tail)
  }

  static let golden: [(bytes: [UInt8], block: MessageBlock)] = [
    (
      smb(
        "D0",
        "00 17 00 04 41 4C 50 48 41 00 04 42 52 41 56 4F 00 01 06 00 48 49 14 42 4F 42"),
      .single(originatorName: alpha, destinationName: bravo, text: text)
    ),
    (
      smb("D5", "00 0E 00 04 41 4C 50 48 41 00 04 42 52 41 56 4F 00"),
      .start(originatorName: alpha, destinationName: bravo)
    ),
    (smb("D7", "01 07 00 09 00 01 06 00 48 49 14 42 4F 42"), .text(groupID: 7, text)),
    (smb("D6", "01 07 00 00 00"), .end(groupID: 7)),
  ]

  @Test(arguments: golden)
  func `a request is read and written`(bytes: [UInt8], block: MessageBlock) throws {
    let request = try MessageRequest(decoding: bytes)
    #expect(request.block == block)
    #expect(request == MessageRequest(block))
    #expect(try MessageRequest(block).encoded() == bytes)
  }

  @Test(arguments: zip(golden, [0x3A, 0x31, 0x2E, 0x25]))
  func `a request has the length of its session message`(
    golden: (bytes: [UInt8], block: MessageBlock), count: Int
  ) {
    #expect(golden.bytes.count == count)
  }

  @Test(arguments: golden)
  func `every proper prefix is refused`(bytes: [UInt8], block: MessageBlock) {
    for count in 0..<bytes.count {
      #expect(throws: WireError.self) { try MessageRequest(decoding: bytes.prefix(count)) }
    }
  }

  @Test(arguments: golden)
  func `any wrong byte is refused or read without a trap`(bytes: [UInt8], block: MessageBlock) {
    for index in bytes.indices {
      for value: UInt8 in [0x00, 0x01, 0x04, 0x05, 0x7F, 0x80, 0xFF] {
        var wrong = bytes
        wrong[index] = value
        guard let other = try? MessageRequest(decoding: wrong) else { continue }
        #expect(throws: Never.self) { try MessageRequest(decoding: other.encoded()) }
      }
    }
  }

  @Test(
    arguments: [
      (0, 0, 0xFE, "Protocol"), (0, 4, 0xD1, "Command"), (0, 4, 0xD4, "Command"),
      (0, 32, 1, "Bytes"), (0, 33, 0x18, "Bytes"), (0, 33, 0x16, "Text"),
      (0, 35, 0x01, "OriginatorName"), (0, 36, 0x0A, "OriginatorName"),
      (0, 42, 0x05, "DestinationName"), (0, 49, 0x05, "Text"), (0, 50, 0x07, "Text"),
      (1, 4, 0xD6, "WordCount"), (1, 48, 0x58, "DestinationName"), (3, 4, 0xD7, "Text"),
    ] as [(Int, Int, UInt8, String)])
  func `the wrong field is named`(row: Int, index: Int, value: UInt8, field: String) {
    var bytes = Self.golden[row].bytes
    bytes[index] = value
    let error = #expect(throws: WireError.self) { try MessageRequest(decoding: bytes) }
    #expect(error?.field == field)
    // In a session message the SMB begins at byte 4.
    let inPacket = #expect(throws: WireError.self) { try MessageRequest(decoding: bytes, at: 4) }
    #expect(inPacket?.field == field)
    #expect(inPacket?.offset == error.map { 4 + $0.offset })
  }

  @Test func `the header's other fields may be anything, and come back in the reply`() throws {
    var bytes = Self.golden[1].bytes
    for index in 5..<32 { bytes[index] = UInt8(index) }
    bytes[11] = 0
    let request = try MessageRequest(decoding: bytes)
    let reply = try MessageReply(to: request.header, groupID: 7).encoded()
    #expect(Array(reply[5..<9]) == [0, 0, 0, 0])
    #expect(reply[9] == 0x80)
    #expect(Array(reply[12..<14]) == [12, 13])
    #expect(Array(reply[24..<32]) == Array(24..<32))
    #expect(Array(reply[32...]) == hex("01 07 00 00 00"))
  }

  @Test func `a NUL in the text is left out, as the specification's senders put one there`() throws
  {
    let bytes = Self.smb("D7", "01 00 00 06 00 01 03 00 48 49 00")
    #expect(try MessageRequest(decoding: bytes).block == .text(groupID: 0, [0x48, 0x49]))
    let empty = Self.smb("D7", "01 00 00 04 00 01 01 00 00")
    #expect(try MessageRequest(decoding: empty).block == .text(groupID: 0, []))
  }

  @Test func `bytes behind the text are ignored`() throws {
    let bytes = Self.smb("D7", "01 00 00 06 00 01 02 00 48 49 00")
    #expect(try MessageRequest(decoding: bytes).block == .text(groupID: 0, [0x48, 0x49]))
  }

  @Test func `a name over fifteen bytes is read, as smbclient sends it, over 255 is not`() throws {
    for (count, isRead) in [(16, true), (255, true), (256, false)] {
      let block = MessageBlock.start(
        originatorName: Self.alpha, destinationName: [UInt8](repeating: 0x41, count: count))
      let bytes = try MessageRequest(block).encoded()
      #expect((try? MessageRequest(decoding: bytes)) == (isRead ? MessageRequest(block) : nil))
    }
  }

  @Test func `a name with a NUL cannot be written`() {
    let block = MessageBlock.start(originatorName: [0x41, 0], destinationName: Self.bravo)
    let error = #expect(throws: WireError.self) { try MessageRequest(block).encoded() }
    #expect(error?.field == "OriginatorName")
  }
}
