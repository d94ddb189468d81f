// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import Inbox

/// The popups of questions, which outlive the agent that showed them.
@Suite struct QuestionRecordTests {
  private func popup(
    _ number: Int64, _ popup: UInt32 = 9, server: String = "bus :1.7", until seconds: Int64 = 60
  ) -> QuestionRecord {
    QuestionRecord(number: number, server: server, popup: popup, end: time(seconds))
  }

  @Test func `a question keeps its last popup, and the order is that of the messages`() async throws
  {
    try await withInbox { inbox in
      let numbers = try inbox.add(delivery("one"), delivery("two"), delivery("three"))
      for number in [2, 1] as [Int64] {
        _ = try inbox.mark([number], as: .shown, at: time(1), question: popup(number))
      }
      // The state does not change, and the popup does.
      let last = popup(1, 4, server: "bus :1.8", until: 90)
      #expect(
        try inbox.mark([1], as: .shown, at: time(2), question: last)
          == [.unchanged(number: 1, .shown)])
      let questions = try inbox.openQuestions(now: time(3))
      #expect(questions.map(\.popup) == [last, popup(2)])
      #expect(questions.map(\.message.number) == [1, 2])
      #expect(try inbox.openQuestions(now: time(3), limit: 1).map(\.popup) == [popup(2)])
      #expect(numbers == [1, 2, 3])
    }
  }

  /// What happens to a shown question, and whether it is still open.
  static let endings: [(MessageState, isOpen: Bool)] = [
    (.shown, true), (.read, true), (.answered, false), (.dismissed, false), (.retracted, false),
  ]

  @Test(arguments: endings)
  func `a question is open until it is answered, closed or taken back`(
    state: MessageState, isOpen: Bool
  ) async throws {
    try await withInbox { inbox in
      try inbox.add(delivery())
      _ = try inbox.mark([1], as: .shown, at: time(1), question: popup(1))
      _ = try inbox.mark([1], as: state, at: time(2))
      #expect(try inbox.openQuestions(now: time(3)).count == (isOpen ? 1 : 0))
      // A popup that was drawn meanwhile changes nothing.
      _ = try inbox.mark([1], as: .shown, at: time(3), question: popup(1))
      #expect(try inbox.openQuestions(now: time(3)).count == (isOpen ? 1 : 0))
    }
  }

  @Test func `a question is forgotten with its message, and when its sender stops waiting`()
    async throws
  {
    try await withInbox { inbox in
      try inbox.add(delivery(), delivery(), delivery())
      for number in 1...2 as ClosedRange<Int64> {
        _ = try inbox.mark([number], as: .shown, at: time(1), question: popup(number))
      }
      _ = try inbox.forget([1], includingUnread: true)
      #expect(try inbox.openQuestions(now: time(59)).map(\.popup.number) == [2])
      #expect(try inbox.openQuestions(now: time(60)).isEmpty)
      _ = try inbox.mark([3], as: .shown, at: time(60), question: popup(3, until: 99))
      #expect(try inbox.openQuestions(now: time(0)).map(\.popup.number) == [3])
    }
  }
}
