// SPDX-License-Identifier: Apache-2.0

import GRDB
import Messages
import Testing

@testable import Inbox

/// The outbox of a relay lets go of no message before its reader has it.
@Suite struct OutboxTests {
  private func withOutbox(_ body: (Outbox) throws -> Void) async throws {
    try await withInbox { try body(try Outbox($0)) }
  }

  private func message(
    _ text: String, to recipient: String = "ann@lab", expires: UInt32? = nil
  ) -> Delivery {
    var message = Message(from: "ben", to: recipient, text: text)
    let id = MessageID()
    message.attributes.id = id
    message.attributes.expires = expires
    return Delivery(
      id: id, message: message, sender: 1000, senderName: "ben", origin: .mailslot,
      arrival: time(0))
  }

  private func unsent(_ outbox: Outbox, now seconds: Int64 = 1) throws -> [String] {
    try outbox.next(limit: 10, now: time(seconds)).unsent.map(\.delivery.message.text)
  }

  private func state(_ outbox: Outbox, _ delivery: Delivery) throws -> MessageState? {
    try outbox.progress(of: [delivery.id]).first?.state
  }

  /// The safety level of the connection that writes: 2 waits for the disk.
  private func synchronous(_ outbox: Outbox) throws -> Int? {
    try outbox.inbox.write { try Int.fetchOne($0, sql: "PRAGMA synchronous") }
  }

  private func report(_ delivery: Delivery, _ state: MessageState) -> StateReport {
    StateReport([.init(delivery.id, .reached(state, answer: nil))])
  }

  @Test func `a message goes from queued to kept to what its reader reports, and never back`()
    async throws
  {
    try await withOutbox { outbox in
      let one = message("one")
      try outbox.inbox.add(one, message("two"))
      #expect(try unsent(outbox) == ["one", "two"])
      #expect(try outbox.next(after: 1, limit: 10, now: time(1)).unsent.count == 1)
      #expect(try state(outbox, one) == .queued)
      try outbox.noteKept([(1, 40)])
      #expect(try unsent(outbox) == ["two"] && state(outbox, one) == .kept)
      #expect(try outbox.unconfirmed().map(\.sequence) == [40])
      #expect(try outbox.note([("ann", report(one, .shown))]).count == 1)
      #expect(try outbox.note([("ann", report(one, .stored))]).isEmpty)
      #expect(try outbox.note([("ann", report(one, .shown))]).isEmpty)
      try outbox.noteKept([(1, 41)])
      #expect(try state(outbox, one) == .shown && outbox.unconfirmed().isEmpty)
    }
  }

  @Test func `another user's report, and one of an unknown message, change nothing`() async throws {
    try await withOutbox { outbox in
      let (one, all) = (message("one"), message("all", to: "*@lab"))
      try outbox.inbox.add(one, all)
      #expect(try outbox.note([("mallory", report(one, .read))]).isEmpty)
      #expect(try outbox.note([("ann", report(message("x"), .read))]).isEmpty)
      #expect(try state(outbox, one) == .queued)
      #expect(try outbox.note([("ANN", report(one, .read))]).count == 1)
      #expect(try outbox.note([("mallory", report(all, .read))]).count == 1)
    }
  }

  @Test(arguments: [MessageState.queued, .kept])
  func `a reader cannot stop a message that is on its way`(state: MessageState) async throws {
    try await withOutbox { outbox in
      let one = message("one")
      try outbox.inbox.add(one)
      #expect(try outbox.note([("ann", report(one, state))]).isEmpty)
      #expect(try unsent(outbox) == ["one"])
    }
  }

  @Test func `what servers have lost is queued again, unless a reader has it`() async throws {
    try await withOutbox { outbox in
      let two = message("two")
      try outbox.inbox.add(message("one"), two)
      try outbox.noteKept([(1, 4), (2, 5)])
      _ = try outbox.note([("ann", report(two, .stored))])
      try outbox.queueAgain([1, 2])
      #expect(try unsent(outbox) == ["one"])
    }
  }

  @Test func `a refused message is not sent again, and does not count as stored`() async throws {
    try await withOutbox { outbox in
      let one = message("one")
      try outbox.inbox.add(one)
      try outbox.noteRefused(1, .accessDenied)
      #expect(try unsent(outbox).isEmpty && state(outbox, one) == .queued)
      #expect(try outbox.progress(of: [one.id]).first?.refusal == .accessDenied)
    }
  }

  @Test func `a message that expires here does not count as stored`() async throws {
    try await withOutbox { outbox in
      let one = message("one", expires: 10)
      try outbox.inbox.add(one)
      #expect(try outbox.next(limit: 0, now: time(9)) == Outbox.Next(expiry: time(10)))
      // Servers may have it: its answer says whether it has expired here.
      #expect(try outbox.next(limit: 0, now: time(11), underway: [1]) == Outbox.Next())
      #expect(try outbox.next(limit: 1, now: time(11)) == Outbox.Next(expired: [one.id]))
      #expect(try unsent(outbox, now: 5).isEmpty && state(outbox, one) == .queued)
      #expect(try outbox.progress(of: [one.id]).first?.refusal == .timedOut)
      #expect(try outbox.next(limit: 1, now: time(12)) == Outbox.Next())
    }
  }

  @Test func `only what is over is forgotten`() async throws {
    try await withOutbox { outbox in
      let deliveries = ["queued", "kept", "stored"].map { message($0) }
      for delivery in deliveries { try outbox.inbox.add(delivery) }
      try outbox.noteKept([(2, 4), (3, 5)])
      _ = try outbox.note([("ann", report(deliveries[2], .stored))])
      #expect(try outbox.forget(over: time(9), kept: time(-9)) == 1)
      #expect(try outbox.forget(over: time(9), kept: time(9)) == 1)
      #expect(try unsent(outbox) == ["queued"])
    }
  }

  @Test func `reports wait in their order, and are counted`() async throws {
    try await withOutbox { outbox in
      let reports = [report(message("a"), .read), report(message("b"), .shown)]
      for report in reports { try outbox.add(report, for: "web1", from: "ann") }
      #expect(try outbox.reports(limit: 9).map(\.states) == reports)
      #expect(
        try outbox.reportByteCount(of: "ann") == reports.map(\.description.utf8.count).reduce(0, +))
      #expect(try outbox.reportByteCount(of: "ben") == 0)
      try outbox.remove([1])
      #expect(try outbox.reports(limit: 9).map(\.number) == [2])
    }
  }

  @Test func `a position is unknown at first, and can go back`() async throws {
    try await withOutbox { outbox in
      #expect(try outbox.position(of: "to ann") == nil)
      for sequence in [7, 3, 0] as [UInt64] {
        let place = Outbox.Place(sequence: sequence, time: 5)
        try outbox.setPosition(of: "to ann", to: place)
        #expect(try outbox.position(of: "to ann") == place)
      }
      #expect(try outbox.position(of: "to ben") == nil)
    }
  }

  @Test func `a message that was retracted before it went is forgotten in the end`() async throws {
    try await withOutbox { outbox in
      let one = message("one")
      try outbox.inbox.add(one)
      _ = try outbox.inbox.mark([1], as: .retracted, at: time(1))
      #expect(try unsent(outbox).isEmpty && state(outbox, one) == .retracted)
      #expect(try outbox.forget(over: time(0), kept: time(0)) == 0)
      #expect(try outbox.forget(over: time(9), kept: time(0)) == 1)
    }
  }

  @Test(arguments: [
    "number, expiresAt FROM transfer WHERE state = -2 AND expiresAt IS NOT NULL AND expiresAt <= 5",
    "number AS queued FROM transfer WHERE state = -2 AND number > 5 ORDER BY queued",
  ])
  func `thousands of messages that wait are not all looked at`(query: String) async throws {
    try await withOutbox { outbox in
      let plan = try sqlite(outbox.inbox.path, "EXPLAIN QUERY PLAN SELECT \(query)")
      #expect(plan.contains("USING") && !plan.contains("SCAN"), "\(plan)")
    }
  }

  @Test func `an outbox of the first version learns when its messages expire`() async throws {
    try await withInbox { inbox in
      _ = try Outbox(inbox)
      let one = message("one", expires: 10)
      try inbox.add(one)
      _ = try sqlite(
        inbox.path,
        """
        DROP TRIGGER messageQueued; DROP INDEX transferExpiring;
        ALTER TABLE transfer DROP COLUMN expiresAt;
        CREATE TRIGGER messageQueued AFTER INSERT ON message BEGIN
          INSERT INTO transfer (number) VALUES (new.number);
        END;
        """)
      let outbox = try Outbox(inbox)
      let two = message("two", expires: 20)
      try inbox.add(two)
      #expect(
        try outbox.next(limit: 0, now: time(15)) == .init(expired: [one.id], expiry: time(20)))
    }
  }

  @Test
  func `what is written without a wait for the disk is read at once, also by another process`()
    async throws
  {
    try await withOutbox { outbox in
      try outbox.inbox.add(message("one"))
      try outbox.noteKept([(1, 40)])
      #expect(try sqlite(outbox.inbox.path, "SELECT sequence FROM transfer") == "40")
      // The next message waits for the disk again, and so does all that was written before it.
      #expect(try synchronous(outbox) == 2)
      #expect(throws: InboxError.self) {
        try outbox.inbox.writeWithoutSync { _ in throw DatabaseError(resultCode: .SQLITE_ERROR) }
      }
      #expect(try synchronous(outbox) == 2)
    }
  }
}
