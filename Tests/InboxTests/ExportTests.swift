// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import Inbox

@Suite struct ExportTests {
  @Test func `the keys of a line are stable`() async throws {
    try await withInbox { inbox in
      let id = try #require(MessageID("00112233445566778899aabbccddeeff"))
      try inbox.add(
        delivery("a/b \"c\"\n", at: 1, id: id) {
          $0.actions += [MessageAction("yes=Ja")].compactMap { $0 }
        })
      _ = try inbox.mark([1], as: .answered, at: time(2), answer: "yes")
      let line = #"""
        {"actions":["yes=Ja"],"answer":"yes","arrival":1800000001000,"change":2,"from":"BACKUP",\#
        "id":"00112233445566778899aabbccddeeff","number":1,"origin":"mailslot",\#
        "read":1800000002000,"sender":1000,"senderName":"user1000","shown":1800000002000,\#
        "state":"answered","stateTime":1800000002000,"text":"a/b \"c\"\n","to":"ops",\#
        "unread":false,"urgency":"normal"}
        """#
      #expect(try inbox.message(number: 1)?.jsonLine == line)
    }
  }

  @Test func `exported records can be imported, and a second import does no harm`() async throws {
    try await withInbox { inbox in
      try inbox.add(
        delivery("one") {
          $0.urgency = .low
          $0.title = "T"
          $0.expires = 5
          $0.waits = 3600
          $0.replaces = MessageID()
          $0.receipt = [.read]
        }, delivery("two"), delivery("three"))
      _ = try inbox.mark([2], as: .dismissed, at: time(3))
      _ = try inbox.mark([3], as: .retracted, at: time(4))
      let records = try inbox.messages(after: 0, limit: 9)
      let lines = try records.map { try InboxRecord(jsonLine: $0.jsonLine) }
      #expect(lines == records)
      try await withInbox { other in
        try other.add(delivery("already here"))
        #expect(try other.import(lines) == 3)
        #expect(try other.import(lines) == 0)
        let copies = try other.messages(after: 1, limit: 9)
        #expect(copies.map(\.delivery) == records.map(\.delivery))
        #expect(copies.map(\.state) == records.map(\.state))
        #expect(copies.map(\.stateTime) == records.map(\.stateTime))
        #expect(copies.map(\.number) == [2, 3, 4])
      }
    }
  }

  @Test(arguments: [
    "\u{0}\u{8}\u{C}\u{1B}[2J\u{7F}\u{9B}", "\u{2028}\u{202E}\u{FEFF}\u{FFFE}", "\"\\/\t\r\n",
    "Störung 🔥 e\u{301}",
  ])
  func `any text is exported on one line, and read back`(text: String) throws {
    let delivery = Delivery(
      id: MessageID(), message: Message(from: text, to: text, text: text),
      rawText: Array(text.utf8) + [0xFF], sender: .max, senderName: text, origin: .spool,
      arrival: time(0))
    let record = InboxRecord(
      number: .max, delivery: delivery, state: .answered, stateTime: time(1), shown: time(1),
      read: time(1), answer: text, replacedBy: nil, change: .max)
    let line = record.jsonLine
    #expect(line.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control })
    let copy = try InboxRecord(jsonLine: line)
    #expect(copy.delivery.message.text == text && copy.answer == text)
    #expect(copy.delivery.rawText == delivery.rawText && copy.delivery.senderName == text)
    #expect(copy.number == .max && copy.change == .max && copy.delivery.sender == .max)
  }

  static let bad: [(String, InboxRecordError)] = [
    ("", .notARecord), ("[]", .notARecord), ("{}", .notARecord), ("\u{0}", .notARecord),
    (line(state: "gone"), .badValue(key: "state")), (line(id: "0"), .badValue(key: "id")),
    (line(origin: "moon"), .badValue(key: "origin")),
    (line(urgency: "huge"), .badValue(key: "urgency")),
  ]

  static func line(
    state: String = "read", id: String = String(repeating: "0", count: 32),
    origin: String = "spool", urgency: String = "low"
  ) -> String {
    #"""
    {"number":1,"id":"\#(id)","from":"","to":"","text":"","sender":0,"senderName":"","arrival":0,\#
    "origin":"\#(origin)","urgency":"\#(urgency)","state":"\#(state)","stateTime":7,"new":[1]}
    """#
  }

  @Test(arguments: bad)
  func `a line that is not a record is refused`(line: String, error: InboxRecordError) {
    #expect(throws: error) { try InboxRecord(jsonLine: line) }
  }

  @Test func `a line with only the required keys can be imported`() async throws {
    let record = try InboxRecord(jsonLine: ExportTests.line())
    #expect(record.read == UnixTime(milliseconds: 7) && record.shown == record.read)
    try await withInbox { inbox in
      let count = try inbox.import([record])
      #expect(count == 1)
    }
  }
}
