// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Messages
import Testing

@testable import Inbox

/// Numbers that no program of this package writes: in a file to import, and in the database itself.
@Suite struct ExtremeNumberTests {
  static let extremes: [Int64] = [.min, -1, 253_402_300_800_000, .max - 1, .max]

  /// Calls all that the agent and `messngr` call; an error is allowed, a trap is not.
  private func use(_ inbox: Inbox) throws {
    for now in [time(0), UnixTime(milliseconds: .min), UnixTime(milliseconds: .max)] {
      _ = try? inbox.nextChangeTime()
      _ = try? inbox.unshown(limit: 9, now: now)
      _ = try? inbox.held(limit: 9, now: now)
      _ = try? inbox.prune(Inbox.Retention(maximumAge: 36_500 * 86_400), now: now)
      _ = try? inbox.counts()
      for record in (try? inbox.messages(after: .min, limit: 9)) ?? [] {
        _ = try? InboxRecord(jsonLine: record.jsonLine)
        _ = try? inbox.list(limit: 9, before: record.position)
      }
      _ = try? inbox.search("backup", limit: 9)
      _ = try? inbox.shares()
      _ = try? inbox.expire(now: now)
    }
    #expect(try inbox.list(limit: 9).count <= 3)
  }

  // MARK: Import

  static let importKeys = [
    "number", "sender", "arrival", "expires", "stateTime", "shown", "read", "replacedBy", "change",
  ]

  @Test(arguments: importKeys, extremes)
  func `no number in a file to import stops its reader`(key: String, value: Int64) async throws {
    var line = ExportTests.line()
    for known in ["number\":1", "sender\":0", "arrival\":0", "stateTime\":7"] {
      line.replace("\"\(known)", with: "\"\(known.prefix { $0 != "\"" })Unused\":1")
    }
    for needed in ["number", "sender", "arrival", "stateTime"] where needed != key {
      line.replace("\"new\"", with: "\"\(needed)\":1,\"new\"")
    }
    line.replace("\"new\"", with: "\"\(key)\":\(value),\"new\"")
    try await withInbox { inbox in
      try inbox.add(delivery("already here"))
      do {
        let record = try InboxRecord(jsonLine: line)
        _ = try inbox.import([record])
        let stored = try #require(try inbox.messages(after: 1, limit: 9).first)
        for time in [stored.delivery.arrival, stored.stateTime, stored.shown, stored.read] {
          #expect(time.map(UnixTime.possible.contains) ?? true)
        }
      } catch is InboxRecordError {}
      try use(inbox)
      try inbox.add(delivery("after it"))
    }
  }

  @Test(arguments: ["arrival", "stateTime", "shown", "read"])
  func `a time without a year of four digits is refused by its name`(key: String) {
    let line = ExportTests.line().replacing("\"new\"", with: "\"\(key)\":\(Int64.min),\"new\"")
      .replacing("\"\(key)\":0,", with: "").replacing("\"\(key)\":7,", with: "")
    #expect(throws: InboxRecordError.badValue(key: key)) { try InboxRecord(jsonLine: line) }
  }

  // MARK: The database

  static let columns = [
    "stateAt", "shownAt", "readAt", "change", "replacedBy", "arrivedAt", "expiresAt", "urgency",
    "senderID", "receipt", "number", "state", "isHeld",
  ]

  @Test(arguments: columns, extremes)
  func `no number in a row stops a program that opens the inbox`(column: String, value: Int64)
    async throws
  {
    try await withDirectory { directory in
      let path = directory.appending("inbox.sqlite")
      let first = try Inbox.open(at: path, ifCorrupt: .refuse)
      try first.add(delivery("one") { $0.expires = 5 }, delivery("two"))
      _ = try first.mark([2], as: .read, at: time(1))
      try first.close()
      _ = try sqlite(
        path,
        """
        PRAGMA ignore_check_constraints = ON;
        UPDATE message SET \(column) = \(value) WHERE number = 1
        """)
      let inbox = try Inbox.open(at: path, ifCorrupt: .setAside(at: time(0)))
      _ = try? inbox.add(delivery("three"))
      _ = try? inbox.list(limit: 9)
      for record in (try? inbox.messages(after: 0, limit: 9)) ?? [] {
        _ = try? inbox.mark([record.number], as: .shown, at: time(2))
        _ = try? inbox.list(limit: 9, before: record.position)
      }
      _ = try? inbox.nextChangeTime()
      _ = try? inbox.expire(now: time(9))
      _ = try? inbox.prune(Inbox.Retention(maximumAge: 86_400), now: time(9))
      _ = try? inbox.shares()
      _ = try? inbox.counts()
      try inbox.close()
    }
  }

  @Test(arguments: ["arrivedAt", "stateAt", "expiresAt"], [Int64.min, .max])
  func `an inbox with an impossible time is read, listed page by page, and emptied`(
    column: String, value: Int64
  ) async throws {
    try await withInbox { inbox in
      for number in 1...5 { try inbox.add(delivery("\(number)", at: Int64(number))) }
      _ = try sqlite(inbox.path, "UPDATE message SET \(column) = \(value) WHERE number = 3")
      var position: InboxRecord.Position?
      var listed: [Int64] = []
      while let record = try inbox.list(limit: 1, before: position).first, listed.count < 9 {
        listed.append(record.number)
        position = record.position
      }
      #expect(listed.sorted() == [1, 2, 3, 4, 5])
      let outcomes = try inbox.mark(listed, as: .read, at: time(9))
      #expect(outcomes.count { $0.isChanged } == 5)
      #expect(try inbox.forget(InboxFilter()) == 5)
    }
  }

  @Test(arguments: ["number", "change", "total"])
  func `an impossible counter is damage, and the file is set aside`(column: String) async throws {
    try await withDirectory { directory in
      let path = directory.appending("inbox.sqlite")
      let first = try Inbox.open(at: path, ifCorrupt: .refuse)
      try first.add(delivery())
      try first.close()
      _ = try sqlite(path, "UPDATE counter SET \(column) = \(Int64.max)")
      #expect(throws: InboxError.corrupt(path)) { try Inbox.open(at: path, ifCorrupt: .refuse) }
      let next = try Inbox.open(at: path, ifCorrupt: .setAside(at: time(0)))
      try next.add(delivery())
      try next.close()
    }
  }
}
