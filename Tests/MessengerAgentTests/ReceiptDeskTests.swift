// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Messages
import Testing

@testable import Mailslots
@testable import MessengerAgent

/// What senders are told of their messages.
@Suite struct ReceiptDeskTests {
  /// A sender's end of a socket pair.
  private final class Ear {
    private let near: Int32

    /// The other end, until somebody has taken it.
    private(set) var descriptor: PassedDescriptor?

    init() {
      var ends: [Int32] = [-1, -1]
      socketpair(AF_UNIX, Int32(SOCK_SEQPACKET.rawValue), 0, &ends)
      near = ends[0]
      descriptor = PassedDescriptor(owning: FileDescriptor(rawValue: ends[1]))
    }

    deinit { close(near) }

    func takeDescriptor() -> PassedDescriptor? { descriptor.take() }

    /// All that was heard so far.
    var receipts: [Receipt] {
      var receipts: [Receipt] = []
      var buffer = [UInt8](repeating: 0, count: 4096)
      while case let count = recv(near, &buffer, buffer.count, Int32(MSG_DONTWAIT)),
        count > 0, let receipt = Receipt(decoding: Array(buffer[..<count]))
      {
        receipts.append(receipt)
      }
      return receipts
    }

    /// Whether nobody will say anything any more; closing is done on a thread of its own.
    func isOver() -> Bool {
      var request = pollfd(fd: near, events: 0, revents: 0)
      return poll(&request, 1, 10_000) == 1 && request.revents & Int16(POLLHUP) != 0
    }
  }

  private func delivery(
    until goals: MessageState..., sender: UInt32 = 1000, name: String = "a"
  ) -> Delivery {
    var attributes = MessageAttributes()
    attributes.receipt = Set(goals)
    return Delivery(
      id: MessageID(), message: Message(from: "a", to: "b", text: "c", attributes: attributes),
      sender: sender, senderName: name, origin: .mailslot, arrival: UnixTime(milliseconds: 0))
  }

  static let rows: [(goal: MessageState, told: [MessageState], heard: [MessageState])] = [
    (.stored, [.shown, .read], [.stored]),
    (.shown, [.shown, .read], [.stored, .shown]),
    (.read, [.shown, .shown, .read, .answered], [.stored, .shown, .read]),
    (.read, [.shown, .dismissed], [.stored, .shown, .dismissed]),
    (.read, [.answered], [.stored, .answered]),
    (.shown, [.expired, .shown], [.stored, .expired]),
    (.answered, [.shown, .retracted, .read], [.stored, .shown, .retracted]),
  ]

  @Test(arguments: rows)
  func `a sender hears of each state until the one it waits for, or the last`(
    goal: MessageState, told: [MessageState], heard: [MessageState]
  ) {
    let (desk, ear, delivery) = (ReceiptRegistry(), Ear(), delivery(until: goal))
    desk.answer(.reached(.stored, answer: nil), to: delivery, on: ear.takeDescriptor())
    for state in told { desk.tell(delivery.id, state) }
    #expect(ear.receipts == heard.map { .reached($0, answer: nil) })
    let isOver = heard.last.map { $0.isFinal || $0.hasReached(goal) } ?? false
    #expect(desk.awaited.isEmpty == isOver)
    if isOver { #expect(ear.isOver()) }
  }

  @Test func `a refused sender is told why, and that is all`() {
    let (desk, ear) = (ReceiptRegistry(), Ear())
    desk.refuse(1816, on: ear.takeDescriptor())
    #expect(ear.receipts == [.refused(.notEnoughQuota)])
    #expect(ear.isOver())
  }

  @Test func `whoever has gone makes room for others, and nobody has more than his share`() {
    let desk = ReceiptRegistry()
    var ears = (0..<ReceiptRegistry.limitPerUser).map { _ in Ear() }
    func wait(_ ear: Ear, _ delivery: Delivery) {
      desk.answer(.reached(.stored, answer: nil), to: delivery, on: ear.takeDescriptor())
    }
    for ear in ears { wait(ear, delivery(until: .read)) }
    let (oneMore, another) = (Ear(), Ear())
    wait(oneMore, delivery(until: .read))
    #expect(oneMore.receipts == [.reached(.stored, answer: nil)])
    #expect(oneMore.isOver())
    wait(another, delivery(until: .read, sender: 1001))
    #expect(desk.awaited.count == ReceiptRegistry.limitPerUser + 1)
    ears.removeLast()
    wait(Ear(), delivery(until: .read))
    #expect(desk.awaited.count == ReceiptRegistry.limitPerUser + 1)
  }

  @Test func `all uids without an account have the places of one user`() {
    let desk = ReceiptRegistry()
    var ears: [Ear] = []
    for uid in UInt32(100_000)..<100_020 {
      for _ in 0..<ReceiptRegistry.limitPerUser {
        let ear = Ear()
        desk.answer(
          .reached(.stored, answer: nil), to: delivery(until: .read, sender: uid, name: "\(uid)"),
          on: ear.takeDescriptor())
        ears.append(ear)
      }
    }
    #expect(desk.awaited.count == ReceiptRegistry.limitPerUser)
  }

  @Test func `users who have taken all paths give some to the next`() {
    let desk = ReceiptRegistry()
    var ears: [Ear] = []
    func wait(_ sender: UInt32) -> MessageID {
      let (ear, delivery) = (Ear(), delivery(until: .read, sender: sender))
      desk.answer(.reached(.stored, answer: nil), to: delivery, on: ear.takeDescriptor())
      ears.append(ear)
      return delivery.id
    }
    for sender in UInt32(1)...8 {
      for _ in 0..<ReceiptRegistry.limitPerUser { _ = wait(sender) }
    }
    #expect(desk.awaited.count == ReceiptRegistry.limit)
    let late = (0..<20).map { _ in wait(9) }
    #expect(Set(desk.awaited).isSuperset(of: late))
    #expect(desk.awaited.count == ReceiptRegistry.limit)
  }

  @Test func `an answer goes out without what a screen should not be told, and bounded`() {
    let (desk, ear, delivery) = (ReceiptRegistry(), Ear(), delivery(until: .answered))
    desk.answer(.reached(.stored, answer: nil), to: delivery, on: ear.takeDescriptor())
    desk.tell(delivery.id, .answered, answer: "\u{1B}]0;x\u{7}\u{9B}2J\u{202E}yes\0\nno")
    #expect(ear.receipts.last == .reached(.answered, answer: "]0;x2Jyes\nno"))
    let long = Receipt.reached(.answered, answer: String(repeating: "ä", count: 1 << 20)).encoded
    #expect(long.count <= Receipt.maximumByteCount)
  }

  @Test func `what is no Unix socket is not written to`() throws {
    let pipe = try FileDescriptor.pipe()
    let (desk, delivery) = (ReceiptRegistry(), delivery(until: .read))
    desk.answer(
      .reached(.stored, answer: nil), to: delivery, on: PassedDescriptor(owning: pipe.writeEnd))
    #expect(desk.awaited.isEmpty)
    // The end, for the other end is closed; and nothing before it.
    #expect(
      try withUnsafeTemporaryAllocation(byteCount: 16, alignment: 1) {
        try pipe.readEnd.read(into: $0)
      } == 0)
    try pipe.readEnd.close()
  }
}
