// SPDX-License-Identifier: Apache-2.0

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
    try outbox.unsent(limit: 10, now: time(seconds)).map(\.delivery.message.text)
  }

  private func state(_ outbox: Outbox, _ delivery: Delivery) throws -> MessageState? {
    try outbox.progress(of: [delivery.id]).first?.state
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
      #expect(try outbox.unsent(after: 1, limit: 10, now: time(1)).count == 1)
      #expect(try state(outbox, one) == .queued)
      try outbox.noteKept([1: 40])
      #expect(try unsent(outbox) == ["two"] && state(outbox, one) == .kept)
      #expect(try outbox.unconfirmed().map(\.sequence) == [40])
      #expect(try outbox.note(report(one, .shown), of: "ann", at: time(2)).count == 1)
      #expect(try outbox.note(report(one, .stored), of: "ann", at: time(3)).isEmpty)
      #expect(try outbox.note(report(one, .shown), of: "ann", at: time(3)).isEmpty)
      try outbox.noteKept([1: 41])
      #expect(try state(outbox, one) == .shown && outbox.unconfirmed().isEmpty)
    }
  }

  @Test func `another user's report, and one of an unknown message, change nothing`() async throws {
    try await withOutbox { outbox in
      let (one, all) = (message("one"), message("all", to: "*@lab"))
      try outbox.inbox.add(one, all)
      #expect(try outbox.note(report(one, .read), of: "mallory", at: time(1)).isEmpty)
      #expect(try outbox.note(report(message("x"), .read), of: "ann", at: time(1)).isEmpty)
      #expect(try state(outbox, one) == .queued)
      #expect(try outbox.note(report(one, .read), of: "ANN", at: time(1)).count == 1)
      #expect(try outbox.note(report(all, .read), of: "mallory", at: time(1)).count == 1)
    }
  }

  @Test(arguments: [MessageState.queued, .kept])
  func `a reader cannot stop a message that is on its way`(state: MessageState) async throws {
    try await withOutbox { outbox in
      let one = message("one")
      try outbox.inbox.add(one)
      #expect(try outbox.note(report(one, state), of: "ann", at: time(1)).isEmpty)
      #expect(try unsent(outbox) == ["one"])
    }
  }

  @Test func `what servers have lost is queued again, unless a reader has it`() async throws {
    try await withOutbox { outbox in
      let two = message("two")
      try outbox.inbox.add(message("one"), two)
      try outbox.noteKept([1: 4, 2: 5])
      _ = try outbox.note(report(two, .stored), of: "ann", at: time(1))
      try outbox.queueAgain([1, 2])
      #expect(try unsent(outbox) == ["one"])
    }
  }

  @Test func `a refused message is not sent again, and does not count as stored`() async throws {
    try await withOutbox { outbox in
      let one = message("one")
      try outbox.inbox.add(one)
      try outbox.noteRefused(1, .accessDenied, at: time(1))
      #expect(try unsent(outbox).isEmpty && state(outbox, one) == nil)
    }
  }

  @Test func `a message that expires here does not count as stored`() async throws {
    try await withOutbox { outbox in
      let one = message("one", expires: 10)
      try outbox.inbox.add(one)
      #expect(try outbox.expire(now: time(9)).isEmpty)
      #expect(try outbox.expire(now: time(11)) == [one.id])
      #expect(try unsent(outbox, now: 5).isEmpty && state(outbox, one) == nil)
      #expect(try outbox.expire(now: time(12)).isEmpty)
    }
  }

  @Test func `only what is over is forgotten`() async throws {
    try await withOutbox { outbox in
      let deliveries = ["queued", "kept", "stored"].map { message($0) }
      for delivery in deliveries { try outbox.inbox.add(delivery) }
      try outbox.noteKept([2: 4, 3: 5])
      _ = try outbox.note(report(deliveries[2], .stored), of: "ann", at: time(1))
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
}
