// SPDX-License-Identifier: Apache-2.0

import SMBMessaging
import TestSupport
import Testing
import Wire

@Suite struct MessageReplyTests {
  private static let start = MessageRequest(
    .start(originatorName: Array("ALPHA".utf8), destinationName: Array("BRAVO".utf8)))

  @Test func `success is 35 bytes, with a group identifier 37`() throws {
    let bytes = try MessageReply(to: Self.start.header).encoded()
    #expect(bytes.count == 0x23)
    #expect(Array(bytes.suffix(3)) == [0, 0, 0])
    #expect(try MessageReply(to: Self.start.header, groupID: 7).encoded().count == 0x25)
  }

  @Test(arguments: [
    (SMBStatus.messagesOff, "02 00 52 00", "ERRSRV/82"), (.paused, "02 00 51 00", "ERRSRV/81"),
    (.noRoom, "02 00 53 00", "ERRSRV/83"), (.tooManyNames, "02 00 57 00", "ERRSRV/87"),
    (.requestNotAccepted, "01 00 47 00", "ERRDOS/71"),
    (.invalidParameter, "01 00 57 00", "ERRDOS/87"),
    (.unknownCommand, "02 00 16 00", "ERRSRV/22"), (.success, "00 00 00 00", "success"),
    (SMBStatus(ntStatus: 0xC000_00D0), "D0 00 00 C0", "0xc00000d0"),
    (SMBStatus(errorClass: 3, code: 5), "03 00 05 00", "class 3/5"),
  ])
  func `a status has its bytes and its name`(
    status: SMBStatus, text: String, description: String
  ) throws {
    let reply = MessageReply(to: Self.start.header, status)
    let bytes = try reply.encoded()
    #expect(Array(bytes[5..<9]) == hex(text))
    #expect(try MessageReply(decoding: bytes) == reply)
    #expect(status.description == description)
    #expect(status.isSuccess == (text == "00 00 00 00"))
  }

  @Test func `the start's reply of the specification is read`() throws {
    let bytes = hex("FF 53 4D 42 D5") + [UInt8](repeating: 0, count: 27) + hex("01 07 00 00 00")
    #expect(try MessageReply(decoding: bytes).groupID == 7)
    for count in 0..<bytes.count {
      #expect(throws: WireError.self) { try MessageReply(decoding: bytes.prefix(count)) }
    }
  }

  @Test func `smbd's reply has no group identifier`() throws {
    var bytes = hex("FF 53 4D 42 D5") + [UInt8](repeating: 0, count: 27) + hex("00 00 00")
    bytes.replaceSubrange(9..<12, with: hex("80 03 40"))
    let reply = try MessageReply(decoding: bytes)
    #expect(reply.groupID == nil)
    #expect(reply.header.status.isSuccess)
  }
}
