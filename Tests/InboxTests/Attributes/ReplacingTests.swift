// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages
import Testing

/// Messages that take the place of one another, as those that show progress do.
@Suite struct ReplacingTests {
  private let first = MessageID()

  @Test func `progress that names the first message each time leaves only the last one`()
    async throws
  {
    try await withInbox { inbox in
      try inbox.add(delivery("0 %", id: first))
      let ids = (1...200).map { _ in MessageID() }
      for (number, id) in ids.enumerated() {
        let result = try inbox.store([
          delivery("\(number) of 200", at: 1, id: id) { $0.replaces = first }
        ])
        #expect(
          result == [
            .stored(number: Int64(number + 2), replaced: Int64(number + 1), retracted: nil)
          ])
      }
      #expect(try inbox.unread(limit: 9).map(\.number) == [201])
      // Its popup takes the place of the popup before it.
      #expect(try inbox.message(number: 201)?.delivery.message.attributes.replaces == ids[198])
      #expect(try inbox.message(number: 1)?.replacedBy == 201)
      try inbox.add(delivery("", at: 2) { $0.retracts = first })
      #expect(try inbox.unread(limit: 9).isEmpty)
      #expect(try inbox.message(number: 201)?.state == .retracted)
    }
  }

  @Test func `progress with a name of the sender's own needs no identifier`() async throws {
    try await withInbox { inbox in
      for text in ["0 %", "50 %", "90 %", "done"] {
        try inbox.add(delivery(text) { $0.replaces = first })
      }
      #expect(try inbox.unread(limit: 9).map(\.delivery.message.text) == ["done"])
      try inbox.add(delivery("", at: 2) { $0.retracts = first })
      #expect(try inbox.unread(limit: 9).isEmpty)
      try inbox.add(delivery("again") { $0.replaces = first })
      #expect(try inbox.unread(limit: 9).map(\.delivery.message.text) == ["again"])
    }
  }

  @Test func `a name is another one for each sender`() async throws {
    try await withInbox { inbox in
      for sender in [1000, 1001, 0] as [UInt32] {
        try inbox.add(delivery("of \(sender)", sender: sender) { $0.replaces = first })
      }
      #expect(try inbox.unread(limit: 9).count == 3)
      try inbox.add(delivery("", sender: 1001) { $0.retracts = first })
      #expect(try inbox.unread(limit: 9).map(\.delivery.sender) == [1000, 0])
    }
  }

  @Test func `another user cannot get into the chain of messages`() async throws {
    try await withInbox { inbox in
      try inbox.add(delivery("0 %", id: first))
      try inbox.add(delivery("intruder", sender: 1001) { $0.replaces = first })
      try inbox.add(delivery("50 %") { $0.replaces = first })
      #expect(try inbox.unread(limit: 9).map(\.delivery.message.text) == ["intruder", "50 %"])
    }
  }

  @Test func `the same message twice replaces once`() async throws {
    try await withInbox { inbox in
      let id = MessageID()
      try inbox.add(delivery("0 %", id: first))
      let next = delivery("50 %", id: id) { $0.replaces = first }
      _ = try inbox.store([next, next])
      #expect(try inbox.unread(limit: 9).map(\.number) == [2])
      #expect(try inbox.store([next]) == [.duplicate(number: 2, state: .stored, answer: nil)])
    }
  }

  @Test func `a retraction without a text is never shown`() async throws {
    try await withInbox { inbox in
      try inbox.add(delivery("", at: 1) { $0.retracts = first })
      #expect(try inbox.message(number: 1)?.state == .read)
      try inbox.add(delivery("It is over", at: 1) { $0.retracts = first })
      #expect(try inbox.unread(limit: 9).map(\.number) == [2])
    }
  }
}
