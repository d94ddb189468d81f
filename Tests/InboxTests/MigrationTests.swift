// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inbox
import LinuxSystem
import Messages
import Testing

@Suite struct MigrationTests {
  /// Files as released versions have written them, each with the same three messages.
  static let files = ["v1"]

  @Test(arguments: files)
  func `an inbox of an older version is read as it was written`(name: String) async throws {
    let fixture = try #require(
      Bundle.module.url(forResource: name, withExtension: "sqlite", subdirectory: "Fixtures"))
    try await withDirectory { directory in
      let path = directory.appending("inbox.sqlite")
      try write([UInt8](Data(contentsOf: fixture)), to: path)
      let inbox = try Inbox.open(at: path, ifCorrupt: .refuse)
      let records = try inbox.messages(after: 0, limit: 9)
      #expect(records.map(\.jsonLine) == MigrationTests.lines)
      #expect(try inbox.search("degraded", limit: 9).map(\.number) == [1])
      #expect(try inbox.setting("dnd") == "until 14:00")
      #expect(try inbox.counts().total == 3)
      #expect(try inbox.add(delivery { $0.waits = 60 }) == [4])
      #expect(try inbox.message(number: 4)?.delivery.message.attributes.waits == 60)
      let popup = QuestionRecord(number: 4, server: "bus :1.7", popup: 9, end: time(60))
      _ = try inbox.mark([4], as: .shown, at: time(1), question: popup)
      #expect(try inbox.openQuestions(now: time(2)).map(\.popup) == [popup])
      #expect(try sqlite(path, "PRAGMA integrity_check") == "ok")
      try inbox.close()
    }
  }

  static let lines = [
    #"""
    {"actions":["yes=Yes"],"arrival":1800000000000,"change":1,"expires":60,"from":"RAID",\#
    "id":"00000000000000000000000000000001","number":1,"origin":"mailslot","receipt":["read"],\#
    "sender":1000,"senderName":"user1000","state":"stored","stateTime":1800000000000,\#
    "text":"RAID degraded","title":"Disk","to":"ops","unread":true,"urgency":"critical"}
    """#,
    #"""
    {"answer":"On my way","arrival":1800000001000,"change":4,"from":"BACKUP",\#
    "id":"00000000000000000000000000000002","number":2,"origin":"session 10.0.0.1",\#
    "read":1800000005000,"sender":1000,"senderName":"user1000","shown":1800000005000,\#
    "state":"answered","stateTime":1800000005000,"text":"Lunch?","to":"ops","unread":false,\#
    "urgency":"normal"}
    """#,
    #"""
    {"arrival":1800000002000,"change":5,"from":"BACKUP",\#
    "id":"00000000000000000000000000000003","number":3,"origin":"spool","sender":1000,\#
    "senderName":"user1000","shown":1800000006000,"state":"dismissed",\#
    "stateTime":1800000006000,"text":"Backup finished","to":"ops","unread":true,\#
    "urgency":"normal"}
    """#,
  ]
}
