// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Messages
import Testing

@testable import AgentSupport
@testable import Mailslots

/// Which receipts senders get.
@Suite struct ReceiptRegistryTests {
  private func delivery(
    until goals: MessageState..., sender: UInt32 = 1000, name: String = "a"
  ) -> Delivery {
    var attributes = MessageAttributes()
    attributes.receipt = MessageStates(goals)
    return Delivery(
      id: MessageID(), message: Message(from: "a", to: "b", text: "c", attributes: attributes),
      sender: sender, senderName: name, origin: .mailslot, arrival: UnixTime(milliseconds: 0))
  }

  static let rows: [(goal: MessageState, told: [MessageState], received: [MessageState])] = [
    (.stored, [.shown, .read], [.stored]),
    (.shown, [.shown, .read], [.stored, .shown]),
    (.read, [.shown, .shown, .read, .answered], [.stored, .shown, .read]),
    (.read, [.shown, .dismissed], [.stored, .shown, .dismissed]),
    (.read, [.answered], [.stored, .answered]),
    (.shown, [.expired, .shown], [.stored, .expired]),
    (.answered, [.shown, .retracted, .read], [.stored, .shown, .retracted]),
  ]

  @Test(arguments: rows)
  func `a sender gets a receipt for each state, up to the last one that it waits for`(
    goal: MessageState, told: [MessageState], received: [MessageState]
  ) {
    let (registry, end, delivery) = (ReceiptRegistry(), ReceivingEnd(), delivery(until: goal))
    registry.answer(.reached(.stored, answer: nil), to: delivery, on: end.takeDescriptor())
    for state in told { registry.tell(delivery.id, state) }
    #expect(end.receipts == received.map { .reached($0, answer: nil) })
    let isOver = received.last.map { $0.isFinal || $0.hasReached(goal) } ?? false
    #expect(registry.awaited.isEmpty == isOver)
    if isOver { #expect(end.isOver()) }
  }

  @Test func `a refused sender gets the reason and nothing more`() {
    let (registry, end) = (ReceiptRegistry(), ReceivingEnd())
    registry.tell(.refused(.notEnoughQuota), on: end.takeDescriptor())
    #expect(end.receipts == [.refused(.notEnoughQuota)])
    #expect(end.isOver())
  }

  @Test func `senders that are gone make room, and no user has more places than allowed`() {
    let registry = ReceiptRegistry()
    var ends = (0..<ReceiptRegistry.Capacity.agent.perUser).map { _ in ReceivingEnd() }
    func wait(_ end: ReceivingEnd, _ delivery: Delivery) {
      registry.answer(.reached(.stored, answer: nil), to: delivery, on: end.takeDescriptor())
    }
    for end in ends { wait(end, delivery(until: .read)) }
    let (oneMore, another) = (ReceivingEnd(), ReceivingEnd())
    wait(oneMore, delivery(until: .read))
    #expect(oneMore.receipts == [.reached(.stored, answer: nil)])
    #expect(oneMore.isOver())
    wait(another, delivery(until: .read, sender: 1001))
    #expect(registry.awaited.count == ReceiptRegistry.Capacity.agent.perUser + 1)
    ends.removeLast()
    wait(ReceivingEnd(), delivery(until: .read))
    #expect(registry.awaited.count == ReceiptRegistry.Capacity.agent.perUser + 1)
  }

  @Test func `all uids without an account have the places of one user`() {
    let registry = ReceiptRegistry()
    var ends: [ReceivingEnd] = []
    for uid in UInt32(100_000)..<100_020 {
      for _ in 0..<ReceiptRegistry.Capacity.agent.perUser {
        let end = ReceivingEnd()
        registry.answer(
          .reached(.stored, answer: nil), to: delivery(until: .read, sender: uid, name: "\(uid)"),
          on: end.takeDescriptor())
        ends.append(end)
      }
    }
    #expect(registry.awaited.count == ReceiptRegistry.Capacity.agent.perUser)
  }

  @Test func `users who hold all places give some to the next user`() {
    let registry = ReceiptRegistry()
    var ends: [ReceivingEnd] = []
    func wait(_ sender: UInt32) -> MessageID {
      let (end, delivery) = (ReceivingEnd(), delivery(until: .read, sender: sender))
      registry.answer(.reached(.stored, answer: nil), to: delivery, on: end.takeDescriptor())
      ends.append(end)
      return delivery.id
    }
    for sender in UInt32(1)...8 {
      for _ in 0..<ReceiptRegistry.Capacity.agent.perUser { _ = wait(sender) }
    }
    #expect(registry.awaited.count == ReceiptRegistry.Capacity.agent.total)
    let late = (0..<20).map { _ in wait(9) }
    #expect(Set(registry.awaited).isSuperset(of: late))
    #expect(registry.awaited.count == ReceiptRegistry.Capacity.agent.total)
  }

  @Test func `an answer goes out without control characters, and bounded`() {
    let (registry, end, delivery) = (ReceiptRegistry(), ReceivingEnd(), delivery(until: .answered))
    registry.answer(.reached(.stored, answer: nil), to: delivery, on: end.takeDescriptor())
    registry.tell(delivery.id, .answered, answer: "\u{1B}]0;x\u{7}\u{9B}2J\u{202E}yes\0\nno")
    #expect(end.receipts.last == .reached(.answered, answer: "]0;x2Jyes\nno"))
    let long = Receipt.reached(.answered, answer: String(repeating: "ä", count: 1 << 20)).encoded
    #expect(long.count <= Receipt.maximumByteCount)
  }

  @Test func `the registry does not write to a descriptor that is no Unix socket`() throws {
    let pipe = try FileDescriptor.pipe()
    let (registry, delivery) = (ReceiptRegistry(), delivery(until: .read))
    registry.answer(
      .reached(.stored, answer: nil), to: delivery, on: PassedDescriptor(owning: pipe.writeEnd))
    #expect(registry.awaited.isEmpty)
    // The end of the file, because the registry has closed its end, and nothing before it.
    #expect(
      try withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) {
        try pipe.readEnd.read(into: $0)
      } == 0)
    try pipe.readEnd.close()
  }
}
