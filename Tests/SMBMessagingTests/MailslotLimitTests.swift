// SPDX-License-Identifier: Apache-2.0

import Messages
import NetBIOS
import SMBMessaging
import Testing
import Wire

@Suite struct MailslotLimitTests {
  @Test(arguments: [("MESSNGR", 406), ("X", 410), ("BACKUP\\STATUS", 398)])
  func `a datagram with the longest payload for Samba has 576 bytes`(
    path: String, limit: Int
  ) throws {
    let name = try RemoteMailslotName(#"\MAILSLOT\"# + path)
    #expect(MailslotLimit.portablePayloadByteCount(name) == limit)
    let write = try MailslotWrite(to: name, data: [UInt8](repeating: 1, count: limit)).encoded()
    #expect(14 + 34 + 34 + write.count == 576)
  }

  private func name(_ count: Int) throws -> RemoteMailslotName {
    try RemoteMailslotName("\\MAILSLOT\\" + String(repeating: "x", count: count))
  }

  @Test(arguments: [
    (1, 428), (4, 428), (5, 424), (7, 424), (8, 424), (9, 420), (12, 420), (13, 416), (16, 416),
    (245, 184),
  ])
  func `the longer the name, the shorter the payload (C83)`(count: Int, limit: Int) throws {
    #expect(MailslotLimit.payloadByteCount(try name(count)) == limit)
    #expect(MailslotLimit.payloadByteCount(try name(count), to: .domain) == min(limit, 424))
  }

  @Test func `a full payload makes an SMB of 512 bytes (C83)`() throws {
    for count in 1...100 {
      let name = try name(count)
      let data = [UInt8](repeating: 1, count: MailslotLimit.payloadByteCount(name))
      #expect((509...512).contains(try MailslotWrite(to: name, data: data).encoded().count))
    }
    let data = [UInt8](repeating: 1, count: 424)
    #expect(try MailslotWrite(to: .messenger, data: data).encoded().count == 512)
  }

  @Test(
    arguments: [
      (7, 0, MailslotLimit.Destination.domain, nil), (7, 424, .domain, nil),
      (7, 424, .computer, nil),
      (7, 425, .domain, .tooLong(byteCount: 425, limit: 424)),
      (7, 425, .computer, .tooLong(byteCount: 425, limit: 424)),
      (7, 427, .computer, .tooLong(byteCount: 427, limit: 424)),
      (3, 425, .domain, .tooLong(byteCount: 425, limit: 424)),
      (3, 425, .computer, .unsupportedLength(byteCount: 425)),
      (3, 426, .computer, .unsupportedLength(byteCount: 426)),
      (3, 427, .computer, nil), (3, 428, .computer, nil),
      (3, 429, .computer, .tooLong(byteCount: 429, limit: 428)),
      (7, 65_536, .computer, .tooLong(byteCount: 65_536, limit: 424)),
    ] as [(Int, Int, MailslotLimit.Destination, MailslotLimit.Refusal?)])
  func `a write over the limit fails before it is sent (C84, C85, C86, C87, C88)`(
    nameCount: Int, byteCount: Int, destination: MailslotLimit.Destination,
    refusal: MailslotLimit.Refusal?
  ) throws {
    let name = try name(nameCount)
    guard let refusal else {
      try MailslotLimit.check(byteCount: byteCount, name, to: destination)
      return
    }
    #expect(throws: refusal) {
      try MailslotLimit.check(byteCount: byteCount, name, to: destination)
    }
    #expect(MailslotLimit.Refusal.win32Error == .badNetworkPath)
  }

  @Test func `a body of 406 bytes makes the longest packet that nmbd can read`() throws {
    let sender = ScopedName(try NetBIOSName("ALPHA", suffix: .workstation))
    let write = MailslotWrite(to: .messenger, data: [UInt8](repeating: 1, count: 406))
    let datagram = Datagram(
      .directGroup, datagramID: 1, from: sender, at: Endpoint(address: .any, port: 138), to: sender,
      payload: try write.encoded())
    // nmbd reads at most 576 bytes.
    #expect(try datagram.encoded().count == 576)
  }
}
