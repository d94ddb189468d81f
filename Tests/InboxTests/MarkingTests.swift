// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import Inbox

@Suite struct MarkingTests {
  /// From each state, the states to which a message can go.
  static let ways: [(MessageState, Set<MessageState>)] = [
    (.stored, [.shown, .read, .answered, .dismissed, .expired, .retracted]),
    (.shown, [.read, .answered, .dismissed, .retracted]),
    (.dismissed, [.read, .answered, .retracted]),
    (.read, [.answered]),
    (.answered, []), (.expired, []), (.retracted, []),
  ]

  @Test(arguments: ways)
  func `a message goes forward only`(state: MessageState, ways: Set<MessageState>) async throws {
    try await withInbox { inbox in
      for next in MessageState.allCases {
        let number = try inbox.add(delivery())[0]
        if state != .stored { _ = try inbox.mark([number], as: state, at: time(1)) }
        let outcome = try inbox.mark([number], as: next, at: time(2))
        let expected: MarkOutcome =
          ways.contains(next)
          ? .changed(number: number, from: state) : .unchanged(number: number, state)
        #expect(outcome == [expected], "\(state) to \(next)")
        let record = try #require(try inbox.message(number: number))
        #expect(record.state == (ways.contains(next) ? next : state))
        #expect(record.shown != nil || !record.state.hasReached(.shown))
        #expect((record.read != nil) == record.state.hasReached(.read))
      }
    }
  }

  @Test func `each state has its time, and the answer stays`() async throws {
    try await withInbox { inbox in
      try inbox.add(delivery())
      _ = try inbox.mark([1], as: .shown, at: time(1))
      _ = try inbox.mark([1], as: .read, at: time(2), answer: "no answer yet")
      _ = try inbox.mark([1], as: .answered, at: time(3), answer: "yes")
      let record = try #require(try inbox.message(number: 1))
      #expect(record.shown == time(1) && record.read == time(2) && record.stateTime == time(3))
      #expect(record.answer == "yes")
    }
  }

  @Test func `a number without a message is missing, and the others are marked`() async throws {
    try await withInbox { inbox in
      try inbox.add(delivery(), delivery())
      #expect(
        try inbox.mark([1, 99, 2, 1], as: .shown, at: time(1)) == [
          .changed(number: 1, from: .stored), .missing, .changed(number: 2, from: .stored),
          .unchanged(number: 1, .shown),
        ])
      #expect(try inbox.mark([], as: .shown, at: time(1)).isEmpty)
    }
  }

  @Test func `messages that were not shown in time expire`() async throws {
    try await withInbox { inbox in
      try inbox.add(
        delivery { $0.expires = 10 }, delivery { $0.expires = 20 }, delivery(),
        delivery { $0.expires = 10 })
      _ = try inbox.mark([4], as: .shown, at: time(1))
      #expect(try inbox.unshown(limit: 9, now: time(10)).map(\.number) == [2, 3])
      #expect(try inbox.expire(now: time(9)) == [])
      #expect(try inbox.expire(now: time(10)) == [1])
      #expect(try inbox.expire(now: time(99)) == [2])
      #expect(
        try inbox.counts() == Inbox.Counts(total: 4, unread: 2, unshown: 1, held: 0, waiting: 0))
    }
  }
}
