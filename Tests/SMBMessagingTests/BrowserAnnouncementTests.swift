// SPDX-License-Identifier: Apache-2.0

import SMBMessaging
import TestSupport
import Testing
import Wire

/// Announcements as Samba 4.17's nmbd sends them; the same bytes are in `Tests/Fixtures`.
@Suite struct BrowserAnnouncementTests {
  static let comment = Array("Samba of the lab".utf8)

  static let packets: [(bytes: [UInt8], value: BrowserAnnouncement)] = [
    (
      hex(
        """
        01 00 60 EA 00 00 48 4F 53 54 41 00 00 00 00 00 00 00 00 00 00 00 06 01 03 9A 81 00 0F 01
        55 AA 53 61 6D 62 61 20 6F 66 20 74 68 65 20 6C 61 62 00
        """),
      BrowserAnnouncement(
        .host, of: Array("HOSTA".utf8), every: 60_000,
        serverType: BrowserAnnouncement.ServerType(rawValue: 0x0081_9A03), comment: comment,
        systemVersion: BrowserAnnouncement.Version(6, 1))
    ),
    (
      hex(
        """
        0F 02 C0 D4 01 00 48 4F 53 54 41 00 00 00 00 00 00 00 00 00 00 00 06 01 03 9A 84 00 0F 01
        55 AA 53 61 6D 62 61 20 6F 66 20 74 68 65 20 6C 61 62 00
        """),
      BrowserAnnouncement(
        .localMaster, of: Array("HOSTA".utf8), every: 120_000,
        serverType: BrowserAnnouncement.ServerType(rawValue: 0x0084_9A03), comment: comment,
        updateCount: 2, systemVersion: BrowserAnnouncement.Version(6, 1))
    ),
    (
      hex(
        """
        0C 02 C0 D4 01 00 4C 41 42 00 00 00 00 00 00 00 00 00 00 00 00 00 06 01 00 10 00 80 0F 01
        55 AA 48 4F 53 54 41 00
        """),
      BrowserAnnouncement(
        .domain, of: Array("LAB".utf8), every: 120_000,
        serverType: BrowserAnnouncement.ServerType(rawValue: 0x8000_1000),
        comment: Array("HOSTA".utf8), updateCount: 2,
        systemVersion: BrowserAnnouncement.Version(6, 1))
    ),
  ]

  @Test(arguments: packets.indices)
  func `an announcement is read and written`(index: Int) throws {
    let (bytes, value) = Self.packets[index]
    #expect(try BrowserAnnouncement(decoding: bytes) == value)
    #expect(try value.encoded() == bytes)
  }

  @Test func `announcements differ from other browser packets`() {
    #expect(Self.packets[0].value.serverType.isSuperset(of: [.workstation, .server]))
    #expect(!Self.packets[0].value.serverType.contains(.masterBrowser))
    #expect(Self.packets[1].value.serverType.contains(.masterBrowser))
  }

  @Test(arguments: packets.indices)
  func `every proper prefix is refused`(index: Int) {
    let bytes = Self.packets[index].bytes
    for count in bytes.indices {
      #expect(throws: WireError.self, "\(count) bytes") {
        try BrowserAnnouncement(decoding: bytes.prefix(count))
      }
    }
  }

  @Test(
    arguments: [
      (0, 0x08, "Opcode"), (0, 0x00, "Opcode"), (6, 0x00, "ServerName"), (6, 0x1B, "ServerName"),
      (10, 0x7F, "ServerName"), (48, 0x41, "Comment"),
    ] as [(Int, UInt8, String)])
  func `one byte wrong is named`(index: Int, value: UInt8, field: String) {
    var bytes = Self.packets[0].bytes
    bytes[index] = value
    let error = #expect(throws: WireError.self) { try BrowserAnnouncement(decoding: bytes) }
    #expect(error?.field == field)
  }

  @Test func `a name has at most fifteen bytes of its field`() throws {
    var bytes = Self.packets[0].bytes
    for index in 6..<21 { bytes[index] = 0x41 }
    #expect(
      try BrowserAnnouncement(decoding: bytes).name == [UInt8](repeating: 0x41, count: 15))
    bytes[21] = 0x41
    #expect(throws: WireError(.tooLong(limit: 15), in: "ServerName", at: 6)) {
      try BrowserAnnouncement(decoding: bytes)
    }
  }

  @Test func `ignored bytes may have any value`() throws {
    let value = Self.packets[0].value
    for index in Array(12..<22) + [30, 31] {
      var bytes = Self.packets[0].bytes
      bytes[index] = 0xFF
      #expect(try BrowserAnnouncement(decoding: bytes) == value, "byte \(index)")
    }
    #expect(try BrowserAnnouncement(decoding: Self.packets[0].bytes + [0x42, 0x00]) == value)
  }

  @Test(arguments: ["", "SIXTEEN-LETTERS-", "A\nB", "SPACE "])
  func `a name that cannot be read again is not written`(name: String) {
    var value = Self.packets[0].value
    value.name = Array(name.utf8)
    #expect(throws: WireError.self) { try value.encoded() }
  }

  @Test func `a comment is bytes, and has a limit`() throws {
    var value = Self.packets[0].value
    value.comment = [0x1B] + Array("]0;x".utf8) + [0x07, 0x80, 0xFF]
    #expect(try BrowserAnnouncement(decoding: value.encoded()) == value)
    value.comment = [UInt8](repeating: 0x41, count: 256)
    #expect(throws: WireError(.tooLong(limit: 255), in: "Comment", at: 32)) { try value.encoded() }
    value.comment = [0x41, 0x00]
    #expect(throws: WireError(.unexpected(value: 0), in: "Comment", at: 32)) { try value.encoded() }
  }
}
