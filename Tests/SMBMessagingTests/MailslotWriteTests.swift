// SPDX-License-Identifier: Apache-2.0

import SMBMessaging
import TestSupport
import Testing
import Wire

@Suite struct MailslotWriteTests {
  /// A message to a workgroup, ALPHA's HELLO.
  static let messenger = hex(
    """
    FF 53 4D 42 25 00 00 00 00 18 04 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 FF FE 00 00 00 00
    11 00 00 16 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 58 00 16 00 58 00 03 00 01 00 00
    00 02 00 29 00 5C 4D 41 49 4C 53 4C 4F 54 5C 4D 45 53 53 4E 47 52 00 00
    41 4C 50 48 41 00 57 4F 52 4B 47 52 4F 55 50 00 48 45 4C 4C 4F 00
    """)

  static let body = Array("ALPHA\0WORKGROUP\0HELLO\0".utf8)

  @Test func `a write is read and written (C82)`() throws {
    let write = MailslotWrite(to: .messenger, data: Self.body)
    #expect(try MailslotWrite(decoding: Self.messenger) == write)
    #expect(try write.encoded() == Self.messenger)
  }

  @Test func `the example of the specification has its numbers (C82)`() throws {
    let name = try RemoteMailslotName("\\MAILSLOT\\test1\\sample_mailslot")
    let write = MailslotWrite(to: name, data: [UInt8](repeating: 0xCA, count: 36))
    let bytes = try write.encoded()
    #expect(Array(bytes[55..<59]) == hex("24 00 68 00"))
    #expect(Array(bytes[67..<69]) == hex("47 00"))
    #expect(bytes.count == 140)
    #expect(try MailslotWrite(decoding: bytes) == write)
  }

  @Test func `every proper prefix is refused`() {
    for count in 0..<Self.messenger.count {
      #expect(throws: WireError.self) {
        try MailslotWrite(decoding: Self.messenger.prefix(count))
      }
    }
  }

  @Test(
    arguments: [
      (0, 0xFE, "Protocol"), (3, 0x43, "Protocol"), (4, 0x24, "Command"), (32, 0x10, "WordCount"),
      (55, 0x17, "Data"), (56, 0xFF, "Data"), (57, 0x56, "DataOffset"), (57, 0x59, "Data"),
      (58, 0xFF, "DataOffset"), (59, 0x02, "SetupCount"), (61, 0x00, "Setup"), (61, 0x02, "Setup"),
      (69, 0x2F, "Name"), (70, 0x4E, "Name"), (79, 0xC4, "Name"), (78, 0x00, "Name"),
      (79, 0x00, "Name"),
    ] as [(Int, UInt8, String)])
  func `one byte wrong is named (C95)`(index: Int, value: UInt8, field: String) {
    var bytes = Self.messenger
    bytes[index] = value
    let error = #expect(throws: WireError.self) { try MailslotWrite(decoding: bytes) }
    #expect(error?.field == field)
    let inDatagram = #expect(throws: WireError.self) { try MailslotWrite(decoding: bytes, at: 82) }
    #expect(inDatagram?.field == field)
    #expect(inDatagram?.offset == error.map { 82 + $0.offset })
  }

  @Test(
    arguments: [
      (4, 0x24, 4), (32, 0x10, 32), (57, 0x56, 57), (59, 0x02, 59), (61, 0x00, 61), (70, 0x4E, 70),
    ] as [(Int, UInt8, Int)])
  func `an error names the offset of its field`(index: Int, value: UInt8, offset: Int) {
    var bytes = Self.messenger
    bytes[index] = value
    let error = #expect(throws: WireError.self) { try MailslotWrite(decoding: bytes) }
    #expect(error?.offset == offset)
  }

  @Test func `the offset of the data counts from the start of the packet`() throws {
    #expect(try MailslotWrite(decoding: Self.messenger, at: 82).dataOffset == 82 + 88)
  }

  @Test func `ignored bytes may have any value (C94)`() throws {
    let write = try MailslotWrite(decoding: Self.messenger)
    let ignored = Array(5..<32) + Array(33..<55) + [60] + [67, 68, 87]
    for index in ignored {
      for value: UInt8 in [0x01, 0x42, 0xFF] {
        var bytes = Self.messenger
        bytes[index] = value
        #expect(try MailslotWrite(decoding: bytes) == write, "byte \(index)")
      }
    }
  }

  @Test(arguments: [0, 1, 2, 3, 40])
  func `the data is read at its offset behind any gap (C94)`(gap: Int) throws {
    var bytes = Array(Self.messenger[..<87]) + repeatElement(0x42, count: gap) + Self.body
    bytes[57] = UInt8(87 + gap)
    #expect(try MailslotWrite(decoding: bytes).data == Self.body)
  }

  @Test func `priority and class are carried (C82)`() throws {
    let write = MailslotWrite(to: .messenger, priority: 9, mailslotClass: .reliable, data: [1])
    let bytes = try write.encoded()
    #expect(Array(bytes[63..<67]) == [9, 0, 1, 0])
    #expect(try MailslotWrite(decoding: bytes) == write)
  }

  @Test func `a write of no bytes is possible (C90)`() throws {
    let write = MailslotWrite(to: .messenger, data: [])
    #expect(try MailslotWrite(decoding: write.encoded()) == write)
  }

  @Test func `an SMB has 65,535 bytes at most`() throws {
    let data = [UInt8](repeating: 1, count: 65_535 - 88)
    #expect(try MailslotWrite(to: .messenger, data: data).encoded().count == 65_535)
    #expect(throws: WireError(.tooLong(limit: 65_535), in: "DataCount", at: 0)) {
      try MailslotWrite(to: .messenger, data: data + [1]).encoded()
    }
  }

  @Test func `names differ in more than case (C82)`() throws {
    #expect(try RemoteMailslotName("\\mailslot\\Messngr") == .messenger)
    #expect(
      try RemoteMailslotName("\\mailslot\\Messngr").hashValue
        == RemoteMailslotName.messenger.hashValue)
    #expect(try RemoteMailslotName("\\MAILSLOT\\MESSNGS") != .messenger)
    #expect(
      try RemoteMailslotName("\\MAILSLOT\\NET\\NETLOGON").path.elementsEqual("NET\\NETLOGON".utf8))
    #expect(RemoteMailslotName.messenger.description == "\\MAILSLOT\\MESSNGR")
  }

  @Test(arguments: [
    "", "MESSNGR", "\\MAILSLOT", "\\MAILSLOT\\", "\\MAILSLOTS\\X", "\\PIPE\\MSGSVC",
    "\\MAILSLOT\\Ä", "\\MAILSLOT\\a\nb", "\\MAILSLOT\\" + String(repeating: "x", count: 246),
  ])
  func `a name that is no mailslot name is refused (C4, C82)`(text: String) {
    #expect(throws: WireError.self) { try RemoteMailslotName(text) }
  }
}
