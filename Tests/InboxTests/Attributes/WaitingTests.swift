// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import Inbox

/// Messages for a later time.
@Suite struct WaitingTests {
  @Test func `a message for later waits, and is new when its time has come`() async throws {
    try await withInbox { inbox in
      try inbox.add(
        delivery("later") {
          $0.due = time(60)
          $0.sent = time(-1)
          $0.expires = 5
          $0.waits = 100
        }, delivery("now", at: 1))
      let waiting = try #require(try inbox.message(number: 1))
      #expect(waiting.due == time(60) && !waiting.isUnread && waiting.state == .stored)
      #expect(waiting.jsonLine.contains(#""due":1800000060000"#))
      #expect(try inbox.counts() == .init(total: 2, unread: 1, unshown: 1, held: 0, waiting: 1))
      #expect(try inbox.unshown(limit: 9, now: time(2)).map(\.number) == [2])
      #expect(try inbox.held(limit: 9, now: time(2)).isEmpty)
      #expect(try inbox.unread(limit: 9).map(\.number) == [2])
      #expect(try inbox.list(InboxFilter(isUnread: true), limit: 9).map(\.number) == [2])
      #expect(try inbox.list(limit: 9).map(\.number) == [2, 1])
      #expect(try inbox.nextChangeTime() == time(60))
      #expect(try inbox.deliverWaiting(now: time(59)).isEmpty)
      #expect(try inbox.deliverWaiting(now: time(61)) == [1])
      #expect(try inbox.deliverWaiting(now: time(61)).isEmpty)
      let new = try #require(try inbox.message(number: 1))
      #expect(new.due == nil && new.isUnread && new.delivery.arrival == time(61))
      #expect(new.delivery.message.attributes.waits == 39)
      #expect(new.delivery.message.attributes.sent == time(-1))
      #expect(new.change > waiting.change)
      #expect(try inbox.list(limit: 9).map(\.number) == [1, 2])
      #expect(try inbox.unshown(limit: 9, now: time(61)).map(\.number) == [1, 2])
      #expect(try inbox.nextChangeTime() == time(65))
      #expect(try inbox.expire(now: time(65)) == [1])
    }
  }

  @Test(arguments: [(0, 0), (5, 5), (5, 4)] as [(Int64, Int64)])
  func `a time that is past when the message arrives does not count`(
    arrival: Int64, due: Int64
  ) async throws {
    try await withInbox { inbox in
      try inbox.add(delivery(at: arrival) { $0.due = time(due) })
      #expect(try inbox.message(number: 1)?.due == nil)
      #expect(try inbox.unshown(limit: 9, now: time(6)).count == 1)
    }
  }

  @Test func `its sender takes a message for later back, and no other user can`() async throws {
    try await withInbox { inbox in
      let id = MessageID()
      try inbox.add(delivery("later", id: id) { $0.due = time(60) })
      try inbox.add(delivery("mine", sender: 1001) { $0.retracts = id })
      #expect(try inbox.message(number: 1)?.due == time(60))
      try inbox.add(delivery("", at: 1) { $0.retracts = id })
      #expect(try inbox.message(number: 1)?.state == .retracted)
      #expect(try inbox.message(number: 1)?.due == nil)
      #expect(try inbox.deliverWaiting(now: time(99)).isEmpty)
      #expect(try inbox.nextChangeTime() == nil)
      #expect(try inbox.counts() == .init(total: 3, unread: 1, unshown: 1, held: 0, waiting: 0))
    }
  }

  @Test func `a message for later takes the place of another one when its time has come`()
    async throws
  {
    try await withInbox { inbox in
      let id = MessageID()
      try inbox.add(
        delivery("50 %", id: id), delivery("done") { ($0.due, $0.replaces) = (time(60), id) })
      #expect(try inbox.message(number: 1)?.state == .stored)
      try inbox.add(delivery("90 %", at: 2) { $0.replaces = id })
      _ = try inbox.deliverWaiting(now: time(60))
      #expect(try inbox.messages(after: 0, limit: 9).map(\.isUnread) == [false, true, false])
      #expect(try inbox.message(number: 3)?.replacedBy == 2)
    }
  }

  @Test func `an export has the times of the sender, and an import waits on`() async throws {
    let lines = try await withInbox { inbox in
      try inbox.add(
        delivery("later") { ($0.due, $0.sent, $0.expires) = (time(60), time(-9), 7) },
        delivery("now", at: 1) { $0.sent = time(1) })
      return try inbox.messages(after: 0, limit: 9).map(\.jsonLine)
    }
    try await withInbox { inbox in
      let records = try lines.map { try InboxRecord(jsonLine: $0) }
      #expect(try inbox.import(records) == 2)
      #expect(try inbox.messages(after: 0, limit: 9).map(\.jsonLine) == lines)
      #expect(try inbox.unshown(limit: 9, now: time(2)).map(\.number) == [2])
      #expect(try inbox.deliverWaiting(now: time(60)) == [1])
      #expect(try inbox.unshown(limit: 9, now: time(60)).map(\.number) == [1, 2])
      #expect(try inbox.nextChangeTime() == time(67))
    }
    for key in ["sent", "due"] {
      let line = try #require(lines.first).replacing(#""\#(key)":1"#, with: #""\#(key)":-1"#)
      #expect(throws: InboxRecordError.badValue(key: key)) { try InboxRecord(jsonLine: line) }
    }
  }

  @Test func `the order of messages does not depend on the clocks of their senders`() async throws {
    try await withInbox { inbox in
      for (seconds, sent) in [(0, 500), (1, -500), (2, 0)] as [(Int64, Int64)] {
        try inbox.add(delivery(at: seconds) { $0.sent = time(sent) })
      }
      #expect(try inbox.list(limit: 9).map(\.number) == [3, 2, 1])
      #expect(try inbox.unshown(limit: 9, now: time(2)).map(\.number) == [1, 2, 3])
      #expect(try inbox.unread(limit: 9).map(\.number) == [1, 2, 3])
    }
  }
}
