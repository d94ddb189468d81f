// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages
import Testing

@Suite struct StoringTests {
  @Test func `what is stored is found as it arrived`() async throws {
    try await withInbox { inbox in
      let id = MessageID()
      let message = delivery("Zeile 1\nZeile 2 🔥", from: "ÜBER", id: id) {
        $0.urgency = .critical
        $0.title = "RAID"
        $0.icon = "drive-harddisk"
        $0.category = "device.error"
        $0.expires = 90
        $0.waits = 3600
        $0.replaces = MessageID()
        $0.retracts = MessageID()
        $0.actions = [
          MessageAction(key: "yes", label: "Yes = now\nor later"),
          MessageAction(key: "no", label: "No"),
        ].compactMap { $0 }
        $0.receipt = [.read, .answered]
      }
      let raw = Delivery(
        id: id, message: message.message, rawText: [0x81, 0, 0xFF], sender: .max,
        senderName: "", origin: .session(address: "fe80::1%eth0"), arrival: time(-5))
      #expect(try inbox.store([raw]) == [.stored(number: 1, replaced: nil, retracted: nil)])
      let record = try #require(try inbox.message(number: 1))
      #expect(record.delivery == raw)
      #expect(record.state == .stored && record.isUnread && record.stateTime == time(-5))
      #expect(record.shown == nil && record.read == nil && record.answer == nil)
      #expect(try inbox.message(id: id) == record)
      #expect(try inbox.message(number: 2) == nil)
      #expect(try inbox.message(id: MessageID()) == nil)
    }
  }

  @Test func `the same message twice is stored once, and the second result has its state`()
    async throws
  {
    try await withInbox { inbox in
      let message = delivery()
      let again = delivery("again", at: 9, id: message.id, origin: .spool)
      #expect(
        try inbox.store([message, again]) == [
          .stored(number: 1, replaced: nil, retracted: nil),
          .duplicate(number: 1, state: .stored, answer: nil),
        ])
      _ = try inbox.mark([1], as: .answered, at: time(10), answer: "On my way")
      #expect(
        try inbox.store([again]) == [.duplicate(number: 1, state: .answered, answer: "On my way")])
      #expect(try inbox.counts().total == 1)
      #expect(try inbox.message(number: 1)?.delivery.message.text == "Backup finished")
    }
  }

  @Test func `the identifier of another sender's message is taken`() async throws {
    try await withInbox { inbox in
      let message = delivery()
      try inbox.add(message)
      #expect(try inbox.store([delivery(sender: 1001, id: message.id)]) == [.identifierTaken])
      let network = Origin.datagram(address: "10.0.0.1")
      #expect(try inbox.store([delivery(id: message.id, origin: network)]) == [.identifierTaken])
      #expect(try inbox.counts().total == 1)
    }
  }

  @Test func `no number is used twice`() async throws {
    try await withInbox { inbox in
      let numbers = try inbox.add(delivery(), delivery(), delivery())
      #expect(numbers == [1, 2, 3])
      #expect(try inbox.forget([2, 3], includingUnread: true) == [2, 3])
      let duplicate = delivery()
      #expect(try inbox.add(duplicate, duplicate, delivery()) == [4, 5])
    }
  }

  @Test func `a message replaces an older one of its sender, and both stay`() async throws {
    try await withInbox { inbox in
      let old = delivery("90 % full")
      try inbox.add(old)
      let new = delivery("95 % full", at: 60) { $0.replaces = old.id }
      #expect(try inbox.store([new]) == [.stored(number: 2, replaced: 1, retracted: nil)])
      let record = try #require(try inbox.message(number: 1))
      #expect(record.state == .retracted && record.replacedBy == 2 && !record.isUnread)
      #expect(try inbox.unshown(limit: 9, now: time(60)).map(\.number) == [2])
    }
  }

  @Test func `a read message stays read when another one replaces it`() async throws {
    try await withInbox { inbox in
      let old = delivery("90 % full")
      try inbox.add(old)
      _ = try inbox.mark([1], as: .read, at: time(1))
      _ = try inbox.store([delivery { $0.replaces = old.id }])
      let record = try #require(try inbox.message(number: 1))
      #expect(record.state == .read && record.replacedBy == 2)
    }
  }

  @Test func `a message that retracts an unread one leaves nothing to read`()
    async throws
  {
    try await withInbox { inbox in
      let (early, late) = (delivery("early"), delivery("late"))
      try inbox.add(early, late)
      _ = try inbox.mark([2], as: .read, at: time(1))
      for taken in [early, late] {
        try inbox.add(delivery("never mind") { $0.retracts = taken.id })
      }
      // The second came too late, so the owner should read it.
      #expect(try inbox.unread(limit: 9).map(\.number) == [4])
      #expect(try inbox.unshown(limit: 9, now: time(1)).map(\.number) == [4])
      #expect(
        try (1...4).map { try inbox.message(number: $0)?.state }
          == [.retracted, .read, .read, .stored])
    }
  }

  static let others: [(sender: UInt32, origin: Origin, may: Bool)] = [
    (1000, .mailslot, true), (1000, .spool, true), (1001, .mailslot, false), (0, .mailslot, true),
    (1000, .datagram(address: "10.0.0.1"), false), (0, .datagram(address: "10.0.0.1"), false),
  ]

  @Test(arguments: others)
  func `only its sender and root take a message back`(
    sender: UInt32, origin: Origin, may: Bool
  ) async throws {
    try await withInbox { inbox in
      let (first, second) = (delivery(), delivery())
      try inbox.add(first, second)
      let taking = delivery("solved", sender: sender, origin: origin) {
        $0.replaces = first.id
        $0.retracts = second.id
      }
      #expect(
        try inbox.store([taking]) == [
          .stored(number: 3, replaced: may ? 1 : nil, retracted: may ? 2 : nil)
        ])
      for number: Int64 in [1, 2] {
        #expect(try inbox.message(number: number)?.state == (may ? .retracted : .stored))
      }
    }
  }

  @Test func `one address on the network does not retract another's message`() async throws {
    try await withInbox { inbox in
      let origins = ["10.0.0.1", "10.0.0.2"].map { Origin.session(address: $0) }
      let message = delivery(sender: 0, origin: origins[0])
      try inbox.add(message)
      func retract(_ id: MessageID, from origin: Origin) throws -> StoreResult? {
        let retracting = delivery(sender: 0, at: 1, origin: origin) { $0.retracts = id }
        return try inbox.store([retracting]).first
      }
      #expect(
        try retract(message.id, from: origins[1])
          == .stored(number: 2, replaced: nil, retracted: nil))
      #expect(try inbox.message(number: 1)?.state == .stored)
      #expect(
        try retract(message.id, from: origins[0])
          == .stored(number: 3, replaced: nil, retracted: 1))
      #expect(try inbox.message(number: 1)?.state == .retracted)
      #expect(
        try retract(MessageID(), from: .mailslot)
          == .stored(number: 4, replaced: nil, retracted: nil))
    }
  }

  @Test func `a message that replaces itself does no harm`() async throws {
    try await withInbox { inbox in
      let id = MessageID()
      let results = try inbox.store([delivery(id: id) { $0.replaces = id }])
      #expect(results == [.stored(number: 1, replaced: nil, retracted: nil)])
      #expect(try inbox.message(number: 1)?.state == .stored)
    }
  }
}
