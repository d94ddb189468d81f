// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import Inbox

@Suite struct ForgettingTests {
  @Test func `unread messages are deleted only on request`() async throws {
    try await withInbox { inbox in
      try inbox.add(delivery(), delivery(), delivery())
      _ = try inbox.mark([2], as: .read, at: time(1))
      #expect(try inbox.forget([1, 2, 99]) == [2])
      #expect(try inbox.forget(InboxFilter()) == 0)
      #expect(try inbox.forget([1], includingUnread: true) == [1])
      #expect(try inbox.forget(InboxFilter(isUnread: true), includingUnread: true) == 1)
      #expect(try inbox.counts().total == 0)
    }
  }

  @Test func `a filter says which messages are deleted`() async throws {
    try await withInbox { inbox in
      _ = try inbox.store((0..<20).map { delivery(from: $0 < 10 ? "a" : "b", at: Int64($0)) })
      _ = try inbox.mark(Array(1...20), as: .read, at: time(30))
      #expect(try inbox.forget(InboxFilter(from: "A", until: time(5))) == 5)
      #expect(try inbox.forget(InboxFilter(), limit: 4) == 4)
      #expect(try inbox.counts().total == 11)
    }
  }

  @Test func `messages that are too old are deleted, in small steps`() async throws {
    try await withInbox { inbox in
      _ = try inbox.store((0..<20).map { delivery(at: Int64($0)) })
      _ = try inbox.mark(Array(1...15), as: .read, at: time(20))
      let rule = Inbox.Retention(maximumAge: 90)
      #expect(try inbox.prune(rule, now: time(90)) == 0)
      #expect(try inbox.prune(rule, now: time(109), limit: 10) == 10)
      #expect(try inbox.prune(rule, now: time(109), limit: 10) == 5)
      #expect(try inbox.prune(rule, now: time(109), limit: 10) == 0)
      let all = Inbox.Retention(maximumAge: 90, includesUnread: true)
      #expect(try inbox.prune(all, now: time(109)) == 4)
      #expect(try inbox.list(limit: 9).map(\.number) == [20])
    }
  }

  @Test func `the oldest of too many messages are deleted`() async throws {
    try await withInbox { inbox in
      _ = try inbox.store((0..<20).map { delivery(at: Int64($0)) })
      _ = try inbox.mark(Array(3...20), as: .read, at: time(20))
      #expect(try inbox.prune(Inbox.Retention(maximumCount: 15), now: time(30)) == 5)
      #expect(try inbox.prune(Inbox.Retention(maximumCount: 15), now: time(30)) == 0)
      #expect(try inbox.list(limit: 99).map(\.number).suffix(3) == [8, 2, 1])
    }
  }

  @Test func `stored, imported and deleted messages are counted`() async throws {
    try await withInbox { inbox in
      let message = delivery()
      _ = try inbox.store([message, message, delivery(), delivery()])
      let records = try inbox.messages(after: 0, limit: 9)
      #expect(try inbox.import(records) == 0)
      #expect(try inbox.forget([1, 9], includingUnread: true) == [1])
      #expect(try inbox.import(records) == 1)
      #expect(try inbox.counts().total == 3)
      #expect(try inbox.forget(InboxFilter(), includingUnread: true) == 3)
      #expect(
        try inbox.counts() == Inbox.Counts(total: 0, unread: 0, unshown: 0, held: 0, waiting: 0))
    }
  }
}
