// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import Inbox

@Suite struct FindingTests {
  @Test func `the most urgent is shown first, then the first stored, even if the clock went back`()
    async throws
  {
    try await withInbox { inbox in
      try inbox.add(
        delivery(at: 100) { $0.urgency = .low }, delivery(at: 100),
        delivery(at: -5000), delivery(at: 50) { $0.urgency = .critical }, delivery(at: 0))
      #expect(try inbox.unshown(limit: 9, now: time(0)).map(\.number) == [4, 2, 3, 5, 1])
      #expect(try inbox.unshown(limit: 2, now: time(0)).map(\.number) == [4, 2])
      _ = try inbox.mark([4, 3], as: .shown, at: time(1))
      #expect(try inbox.unshown(limit: 9, now: time(0)).map(\.number) == [2, 5, 1])
    }
  }

  @Test func `a list has the newest first, and continues where its last page ended`() async throws {
    try await withInbox { inbox in
      _ = try inbox.store((0..<100).map { delivery(at: Int64($0 / 3)) })
      _ = try inbox.mark(Array(stride(from: 1, through: 100, by: 4)), as: .read, at: time(99))
      var numbers: [Int64] = []
      var position: InboxRecord.Position?
      while let page = Optional(try inbox.list(limit: 7, before: position)), !page.isEmpty {
        numbers += page.map(\.number)
        position = page.last?.position
      }
      #expect(numbers == (1...100).reversed())
    }
  }

  @Test func `a list contains the messages that match its filter`() async throws {
    try await withInbox { inbox in
      try inbox.add(
        delivery(from: "ops", at: 1), delivery(from: "OPS", at: 2), delivery(from: "lab", at: 3),
        delivery(from: "Ops", at: 4))
      _ = try inbox.mark([2], as: .read, at: time(9))
      func list(_ filter: InboxFilter) throws -> [Int64] {
        try inbox.list(filter, limit: 9).map(\.number)
      }
      #expect(try list(InboxFilter()) == [4, 3, 2, 1])
      #expect(try list(InboxFilter(isUnread: true)) == [4, 3, 1])
      #expect(try list(InboxFilter(from: "ops")) == [4, 2, 1])
      #expect(try list(InboxFilter(isUnread: true, from: "ops")) == [4, 1])
      #expect(try list(InboxFilter(since: time(2), until: time(4))) == [3, 2])
      #expect(try list(InboxFilter(from: "unknown")) == [])
    }
  }

  @Test func `each change has a number, and a mark without effect has none`() async throws {
    try await withInbox { inbox in
      let start = try inbox.latest().change
      try inbox.add(delivery(), delivery())
      _ = try inbox.mark([1], as: .shown, at: time(1))
      let last = try inbox.latest().change
      #expect(try inbox.messages(after: 0, limit: 9).map(\.change) == [last, start + 2])
      _ = try inbox.mark([1], as: .shown, at: time(2))
      #expect(try inbox.latest().change == last)
    }
  }

  @Test func `a setting can be changed and removed, and each counts as a change`() async throws {
    try await withInbox { inbox in
      #expect(try inbox.setting("dnd") == nil)
      try inbox.set("dnd", to: "until 14:00")
      try inbox.set("sound", to: "off")
      let change = try inbox.latest().change
      try inbox.set("dnd", to: nil)
      #expect(try inbox.latest().change == change + 1)
      #expect(try inbox.setting("dnd") == nil)
      #expect(try inbox.setting("sound") == "off")
    }
  }

  @Test func `twenty thousand messages are listed, searched and counted`() async throws {
    try await withInbox { inbox in
      for start in stride(from: 0, to: 20_000, by: 2000) {
        _ = try inbox.store(
          (start..<start + 2000).map { delivery("Volume \($0) saved", at: Int64($0)) })
      }
      #expect(try inbox.list(limit: 3).map(\.number) == [20_000, 19_999, 19_998])
      #expect(try inbox.search("volume 777", limit: 9).map(\.number) == [778])
      #expect(try inbox.search("saved", limit: 2).map(\.number) == [20_000, 19_999])
      #expect(try inbox.counts().unread == 20_000)
    }
  }

  /// The queries of the agent and of lists, in which SQLite must use an index.
  static let queries = [
    "number FROM message WHERE state = 0 AND isHeld = 0 ORDER BY urgency DESC, number LIMIT 9",
    "number FROM message WHERE state = 0 AND isHeld = 1 AND number > 7 ORDER BY number LIMIT 9",
    """
    number FROM message WHERE state = 0 AND expiresAt IS NOT NULL AND expiresAt <= 1
    ORDER BY expiresAt LIMIT 9
    """,
    "number FROM message WHERE state < 3 AND true ORDER BY arrivedAt DESC, number DESC LIMIT 9",
    "number FROM message WHERE state >= 3 AND true ORDER BY arrivedAt DESC, number DESC LIMIT 9",
    """
    number FROM message WHERE state >= 3 AND fromName = 'a' COLLATE NOCASE
    ORDER BY arrivedAt DESC, number DESC LIMIT 9
    """,
    "number FROM message WHERE number > 7 ORDER BY number LIMIT 9",
  ]

  @Test(arguments: queries)
  func `no query sorts or reads the whole table`(query: String) async throws {
    try await withInbox { inbox in
      let plan = try sqlite(inbox.path, "EXPLAIN QUERY PLAN SELECT \(query)")
      #expect(!plan.contains("TEMP B-TREE"))
      #expect(plan.contains("SEARCH") || plan.contains("USING INDEX") || plan.contains("COVERING"))
    }
  }

  @Test func `opening a larger inbox does not take longer`() async throws {
    try await withInbox { inbox in
      for query in Inbox.probe.split(separator: "\n") {
        let plan = try sqlite(inbox.path, "EXPLAIN QUERY PLAN \(query)")
        #expect(!plan.contains("TEMP B-TREE"), "\(query)")
      }
    }
  }
}
