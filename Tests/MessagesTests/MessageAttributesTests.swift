// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing
import Wire

@Suite struct MessageAttributesTests {
  private func attributes(_ pairs: String) throws(WireError) -> MessageAttributes {
    try MailslotBody(decoding: Array("a\0b\0t\0messngr=1\0\(pairs)".utf8), CodePage.cp437.decode)
      .message.attributes
  }

  @Test func `a plain message has no attributes`() throws {
    #expect(try attributes("") == MessageAttributes())
    let bytes = try MailslotBody.encode(Message(from: "a", to: "b", text: "t"))
    #expect(bytes == Array("a\0b\0t\0messngr=1\0".utf8))
  }

  @Test(arguments: [
    "id=00112233445566778899AABBCCDDEEFF", "id=0011", "id=", "urgency=loud", "urgency=",
    "urgency=Critical", "title=", "icon=", "category=", "expires=-1", "expires=4294967296",
    "expires=1.5", "sent=", "sent=now", "sent=-1", "sent=253402300800000", "at=x", "at=-1",
    "replaces=x", "retracts=x", "action=ok", "action==label", "action=ok=",
    "receipt=eaten", "receipt=", "origin=moon", "origin=datagram", "origin=session a b",
    "origin=datagram <b>", "probe=0", "probe=yes", "unknown=1", "URGENCY=low", "title", "=", "==",
    " urgency=low",
  ])
  func `a bad value drops that pair only`(pair: String) throws {
    var expected = MessageAttributes()
    expected.icon = "i"
    expected.expires = 60
    #expect(try attributes("icon=i\0\(pair)\0expires=60\0") == expected)
  }

  @Test func `bytes that are not UTF-8 drop that pair only`() throws {
    let bytes = Array("a\0b\0t\0messngr=1\0title=".utf8) + [0xFF, 0] + Array("icon=i\0".utf8)
    let body = try MailslotBody(decoding: bytes, CodePage.cp437.decode)
    #expect(body.message.attributes.title == nil)
    #expect(body.message.attributes.icon == "i")
    #expect(body.rawText == nil)
  }

  @Test func `of two pairs with one key, the last valid one counts`() throws {
    let read = try attributes("title=a\0title=b\0expires=1\0expires=x\0urgency=low\0urgency=\0")
    #expect((read.title, read.expires, read.urgency) == ("b", 1, .low))
  }

  @Test func `several receipt pairs add up, and at most eight actions count`() throws {
    let actions = (1...1000).map { "action=\($0)=\($0)\0" }.joined()
    let read = try attributes("receipt=read,x,shown\0\(actions)receipt=shown,,answered\0")
    #expect(read.receipt == [.read, .shown, .answered])
    #expect(read.actions.map(\.key) == ["1", "2", "3", "4", "5", "6", "7", "8"])
  }

  @Test func `values hold equals signs, line ends and marks`() throws {
    let read = try attributes("title=a=b\r\nc\0icon=\u{301}\0action=k=\u{301}\0")
    #expect((read.title, read.icon) == ("a=b\r\nc", "\u{301}"))
    #expect(read.actions.map(\.label) == ["\u{301}"])
  }

  @Test func `a probe is marked as one`() throws {
    var message = Message(from: "a", to: "b", text: "t")
    message.attributes.isProbe = true
    let bytes = try MailslotBody.encode(message)
    #expect(bytes == Array("a\0b\0t\0messngr=1\0probe=1\0".utf8))
    #expect(try attributes("probe=1\0") == message.attributes)
  }
}
