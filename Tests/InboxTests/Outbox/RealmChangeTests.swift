// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import Inbox

/// What the agent reports of messages that came from other machines of the realm.
@Suite struct RealmChangeTests {
  private let origin = Origin.realm(address: "ben@web1")

  @Test func `only messages of the realm are reported, each with its last state`() async throws {
    try await withInbox { inbox in
      let numbers = try inbox.add(
        delivery(origin: origin), delivery(), delivery(origin: origin), delivery(origin: origin))
      #expect(try inbox.realmChanges(after: 0, limit: 9) == [])
      _ = try inbox.mark([numbers[0], numbers[1]], as: .shown, at: time(1))
      _ = try inbox.mark([numbers[2]], as: .answered, at: time(2), answer: "yes")
      _ = try inbox.mark([numbers[0]], as: .read, at: time(3))
      let changes = try inbox.realmChanges(after: 0, limit: 9)
      #expect(
        changes.map(\.entry.outcome) == [
          .reached(.answered, answer: "yes"), .reached(.read, answer: nil),
        ])
      #expect(changes.map(\.address) == ["ben@web1", "ben@web1"])
      #expect(try inbox.realmChanges(after: changes[0].change, limit: 9) == [changes[1]])
      #expect(try inbox.realmChanges(after: 0, limit: 1) == [changes[0]])
      #expect(try inbox.realmChanges(after: changes[1].change, limit: 9) == [])
    }
  }

  @Test func `what the user has done elsewhere is marked here, and goes forward only`() async throws
  {
    try await withInbox { inbox in
      let deliveries = [delivery(origin: origin), delivery(origin: origin)]
      let numbers = try inbox.add(deliveries[0], deliveries[1])
      _ = try inbox.mark([numbers[1]], as: .read, at: time(1))
      try inbox.mark(
        StateReport([
          StateReport.Entry(deliveries[0].id, .reached(.answered, answer: "no")),
          StateReport.Entry(deliveries[1].id, .reached(.dismissed, answer: nil)),
          StateReport.Entry(MessageID(), .reached(.read, answer: nil)),
          StateReport.Entry(deliveries[0].id, .refused(.accessDenied)),
          StateReport.Entry(deliveries[1].id, .reached(.kept, answer: nil)),
        ]), at: time(2))
      let states = try numbers.map { try inbox.message(number: $0)?.state }
      #expect(states == [.answered, .read])
      #expect(try inbox.message(number: numbers[0])?.answer == "no")
    }
  }
}
