// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages
import Testing

@Suite struct SearchingTests {
  @Test func `words are found in names, title and text, without regard to case and accents`()
    async throws
  {
    try await withInbox { inbox in
      try inbox.add(
        delivery("RAID degraded", from: "Müller"),
        delivery("nothing new") { $0.title = "Raid report" }, delivery("Дом ремонт"))
      func search(_ text: String) throws -> [Int64] {
        try inbox.search(text, limit: 9).map(\.number)
      }
      #expect(try search("raid") == [2, 1])
      #expect(try search("muller") == [1])
      #expect(try search("raid degraded") == [1])
      #expect(try search("degr") == [])
      #expect(try search("degr*") == [1])
      #expect(try search("user1000 дом") == [3])
      #expect(try search("ops !") == [3, 2, 1])
      #expect(try inbox.search("ops", limit: 1, before: 3).map(\.number) == [2])
    }
  }

  static let hostile = [
    "", " ", "\"", "\"\"", "'", "raid\"", "\"raid", "a\"b\"c", "AND", "OR raid", "NOT", "NEAR(",
    "NEAR(raid, 5)", "text:raid", "{text}:raid", "-raid", "^raid", "raid^", "(", ")", "((raid",
    "*", "**", "raid*", "r*a*", "+", "raid + x", "--", ";", "%", "_", "\u{0}", "raid\u{0}x", "\\",
    "🔥", "\u{202E}raid", "'; DROP TABLE message; --", "\u{FFFD}", "a:b:c", "é\u{301}",
    String(repeating: "raid ", count: 5000), String(repeating: "\"", count: 999),
    String(repeating: "x", count: 100_000) + "*", "1e999", "0x", "?1", ":a", "@a", "$a",
  ]

  @Test(arguments: hostile)
  func `any string can be searched for`(text: String) async throws {
    try await withInbox { inbox in
      try inbox.add(delivery("RAID degraded"))
      _ = try inbox.search(text, limit: 9)
      #expect(try inbox.search("raid", limit: 9).count == 1)
    }
  }

  @Test func `messages in the index are found, and so are those that are not in it yet`()
    async throws
  {
    try await withInbox { inbox in
      _ = try inbox.store((0..<10).map { delivery("old \($0)") })
      #expect(try inbox.indexForSearch(limit: 6))
      #expect(try !inbox.indexForSearch(limit: 6))
      #expect(try !inbox.indexForSearch(limit: 6))
      try inbox.add(delivery("new"))
      #expect(try inbox.search("old", limit: 99).count == 10)
      #expect(try inbox.search("new", limit: 99).count == 1)
    }
  }

  @Test func `deleted messages are not found, indexed or not`() async throws {
    try await withInbox { inbox in
      try inbox.add(delivery("indexed"), delivery("indexed"))
      try inbox.indexForSearch()
      try inbox.add(delivery("waiting"), delivery("waiting"))
      #expect(try inbox.forget([1, 3], includingUnread: true) == [1, 3])
      #expect(try inbox.search("indexed", limit: 9).map(\.number) == [2])
      #expect(try inbox.search("waiting", limit: 9).map(\.number) == [4])
      let check = "INSERT INTO messageText (messageText, rank) VALUES ('integrity-check', 1)"
      #expect(try sqlite(inbox.path, check) == "")
    }
  }
}
