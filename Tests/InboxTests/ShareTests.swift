// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import Inbox

/// How much the inbox counts for each sender, and which messages it deletes to make room.
@Suite struct ShareTests {
  private func share(_ inbox: Inbox, _ sender: SenderKey = .user(1000)) throws -> Inbox.Share {
    try inbox.share(of: sender)
  }

  @Test func `everything that a sender decides counts, in every state`() async throws {
    try await withInbox { inbox in
      let long = String(repeating: "ä", count: 4000)
      let all = [
        delivery("text"), delivery("title") { $0.title = long },
        delivery("icon") { $0.icon = long }, delivery("category") { $0.category = long },
        delivery("actions") {
          $0.actions = Array(
            repeating: MessageAction("k=\(String(repeating: "l", count: 200))"), count: 8
          ).compactMap(\.self)
        }, delivery("from", from: long), delivery("expires") { $0.expires = 0 },
        Delivery(
          id: MessageID(), message: Message(from: "", to: long, text: "raw"),
          rawText: Array(repeating: 7, count: 5000), sender: 1000, senderName: "user1000",
          origin: .spool, arrival: time(0)),
      ]
      _ = try inbox.store(all)
      let expected = all.reduce(0) { $0 + $1.storedByteCount }
      #expect(expected > 6 * 4000)
      let share = try share(inbox)
      #expect(share.messageCount == all.count && share.byteCount == expected)
      for (index, state) in [MessageState.read, .expired, .retracted, .dismissed].enumerated() {
        _ = try inbox.mark([Int64(index + 1)], as: state, at: time(1))
      }
      #expect(try self.share(inbox) == share)
      // A second copy does not count.
      _ = try inbox.store(all)
      #expect(try self.share(inbox) == share)
      #expect(try inbox.forget(InboxFilter(), includingUnread: true) == all.count)
      #expect(try inbox.shares() == [])
    }
  }

  static let keys: [(UInt32, String, Origin, SenderKey)] = [
    (1000, "ann", .mailslot, .user(1000)), (1000, "ann", .spool, .user(1000)),
    (100_001, "100001", .mailslot, .usersWithoutAccount),
    (100_002, "100002", .spool, .usersWithoutAccount),
    (998, "gw", .datagram(address: "192.0.2.1"), .address("192.0.2.1")),
    (998, "gw", .session(address: "192.0.2.1"), .address("192.0.2.1")),
    (998, "gw", .session(address: "1000"), .address("1000")),
  ]

  @Test func `the database and the agent compute the same key of a sender`() async throws {
    try await withInbox { inbox in
      for (sender, name, origin, key) in Self.keys {
        let delivery = Delivery(
          id: MessageID(), message: Message(from: "", to: "", text: "x"), sender: sender,
          senderName: name, origin: origin, arrival: time(0))
        #expect(SenderKey(delivery) == key)
        #expect(SenderKey(text: key.text) == key)
        _ = try inbox.store([delivery])
      }
      let counts = Dictionary(
        uniqueKeysWithValues: try inbox.shares().map { ($0.sender, $0.messageCount) })
      #expect(
        counts == [
          .user(1000): 2, .usersWithoutAccount: 2, .address("192.0.2.1"): 2, .address("1000"): 1,
        ])
    }
  }

  @Test func `expired and retracted messages go before read ones, and unread ones never`()
    async throws
  {
    try await withInbox { inbox in
      for number in 0..<12 { try inbox.add(delivery("\(number)", at: Int64(number))) }
      try inbox.add(delivery("another's", sender: 1001))
      _ = try inbox.mark([1, 2, 3], as: .read, at: time(20))
      _ = try inbox.mark([4, 5], as: .expired, at: time(20))
      _ = try inbox.mark([6], as: .retracted, at: time(20))
      _ = try inbox.mark([13], as: .read, at: time(20))
      func forget(_ count: Int) throws -> [Int64] {
        let forgotten = try inbox.forgetSettled(
          of: .user(1000), messageCount: count, byteCount: 0)
        #expect(forgotten <= count)
        return try inbox.messages(after: 0, limit: 99).map(\.number)
      }
      #expect(try forget(2) == [1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13])
      #expect(try forget(2) == [2, 3, 7, 8, 9, 10, 11, 12, 13])
      #expect(try forget(9) == [7, 8, 9, 10, 11, 12, 13])
      #expect(try forget(9) == [7, 8, 9, 10, 11, 12, 13])
      #expect(try share(inbox).messageCount == 6)
    }
  }

  @Test func `all addresses of the network share one quota when messages are deleted`() async throws
  {
    try await withInbox { inbox in
      for number in 0..<6 {
        try inbox.add(
          delivery(at: Int64(number), origin: .datagram(address: "192.0.2.\(number)")))
      }
      try inbox.add(delivery())
      _ = try inbox.mark([1, 2, 3, 7], as: .read, at: time(9))
      #expect(try inbox.forgetSettled(of: nil, messageCount: 2, byteCount: 0) == 2)
      #expect(try inbox.messages(after: 0, limit: 9).map(\.number) == [3, 4, 5, 6, 7])
    }
  }

  @Test func `the shares of an inbox of an older version are counted when it is opened`()
    async throws
  {
    try await withInbox { inbox in
      try inbox.add(delivery("x"), delivery("y", origin: .session(address: "192.0.2.1")))
      let shares = try inbox.shares()
      _ = try sqlite(
        inbox.path,
        """
        DROP TABLE senderShare; DROP TRIGGER messageShared; DROP TRIGGER messageUnshared;
        DROP INDEX messageSettledOf;
        DELETE FROM grdb_migrations WHERE identifier = 'count what each sender has'
        """)
      let next = try Inbox.open(at: inbox.path, ifCorrupt: .refuse)
      #expect(try next.shares() == shares)
      try next.close()
    }
  }
}
