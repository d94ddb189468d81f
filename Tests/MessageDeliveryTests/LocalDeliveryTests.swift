// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import Mailslots
import Messages
import Testing

@testable import MessageDelivery

@Suite(.timeLimit(.minutes(2))) struct LocalDeliveryTests {
  private let host: DeliveryHost
  private let body: [UInt8]

  init() throws {
    host = try DeliveryHost()
    body = try MailslotBody.encode(Message(from: "bob", to: "ann", text: "Lunch?"))
  }

  private func delivery() -> LocalDelivery {
    LocalDelivery(of: body, to: host.account, paths: host.paths)
  }

  private static let inSpool = DeliveryOutcome.Result.success(
    DeliveryOutcome.Reached(state: .stored, isInSpool: true, answer: nil))

  private static let stored = Receipt.reached(.stored, answer: nil)

  private static func reached(
    _ state: MessageState, answer: String? = nil
  ) -> DeliveryOutcome.Result {
    .success(DeliveryOutcome.Reached(state: state, isInSpool: false, answer: answer))
  }

  /// What the recipient's agent answers, the goal, and the result.
  static var answers: [([Receipt], MessageState, DeliveryOutcome.Result)] {
    [
      ([stored], .stored, reached(.stored)),
      ([.reached(.shown, answer: nil)], .stored, reached(.shown)),
      (
        [stored, .reached(.dismissed, answer: nil)], .answered,
        .failure(.notReached(.answered, reached: .dismissed))
      ),
      ([stored, .reached(.answered, answer: "yes")], .answered, reached(.answered, answer: "yes")),
      ([stored], .shown, .failure(.notReached(.shown, reached: .stored))),
      (
        [stored, .reached(.expired, answer: nil)], .shown,
        .failure(.notReached(.shown, reached: .expired))
      ),
      ([.refused(.accessDenied)], .stored, .failure(.refused(.accessDenied))),
      (
        [stored, .refused(.notEnoughQuota)], .shown, .failure(.notReached(.shown, reached: .stored))
      ),
      (
        [.reached(.queued, answer: nil), .refused(.nameNotFound)], .stored,
        .failure(.refused(.nameNotFound))
      ),
      ([], .stored, .failure(.notReached(.stored, reached: nil))),
    ]
  }

  @Test(arguments: answers)
  func `the receipts of the agent decide the result`(
    receipts: [Receipt], goal: MessageState,
    expected: DeliveryOutcome.Result
  ) throws {
    let reader = try host.createReader(MailslotOptions(acceptsDescriptors: true))
    defer { reader.close() }
    let delivery = delivery()
    delivery.write(until: .now)
    #expect(delivery.isWritten && delivery.awaitsReceipt)
    // The channel closes with the message. A sender of a stored message then looks for another agent.
    try host.answer(receipts, from: reader)
    delivery.wait(for: goal, until: .after(.seconds(1)))
    #expect(delivery.result(goal: goal) == expected)
  }

  @Test(.timeLimit(.minutes(1))) func `the next agent tells the sender how the message went on`()
    async throws
  {
    let delivery = delivery()
    let first = try host.createReader(MailslotOptions(acceptsDescriptors: true))
    delivery.write(until: .now)
    try host.answer([Self.stored], from: first)
    first.close()
    let second = try host.createReader(MailslotOptions(acceptsDescriptors: true))
    defer { second.close() }
    let answering = Task.detached {  // The delivery blocks the task of the test.
      let message = try await second.next(timeout: .seconds(30))
      let answer = Receipt.reached(.answered, answer: "yes").encoded
      _ = try message?.descriptor?.descriptor.writeAll(answer)
    }
    delivery.wait(for: .answered, until: .after(.seconds(30)))
    #expect(delivery.result(goal: .answered) == Self.reached(.answered, answer: "yes"))
    try await answering.value
  }

  @Test func `packets that are not receipts are ignored`() throws {
    let reader = try host.createReader(MailslotOptions(acceptsDescriptors: true))
    defer { reader.close() }
    let delivery = delivery()
    delivery.write(until: .now)
    let message = try reader.read(timeout: .seconds(30))
    #expect(message.bytes == body)
    let descriptor = try #require(message.descriptor).descriptor
    for packet in [Array("hello".utf8), [0], Self.stored.encoded] {
      try descriptor.writeAll(packet)
    }
    delivery.wait(for: .stored, until: .after(.seconds(30)))
    #expect(delivery.result(goal: .stored) == Self.reached(.stored))
  }

  @Test func `without a receipt the wait ends at the deadline, and the spool takes the message`()
    throws
  {
    try host.makeDirectory("spool/ann", mode: 0o1733)
    let reader = try host.createReader(MailslotOptions(acceptsDescriptors: true))
    defer { reader.close() }
    let delivery = delivery()
    delivery.write(until: .now)
    let message = try reader.read(timeout: .seconds(30))
    delivery.wait(for: .stored, until: .now)
    withExtendedLifetime(message) {}
    #expect(delivery.isUndecided)
    delivery.spool()
    #expect(delivery.result(goal: .stored) == Self.inSpool)
    #expect(try host.spooled().count == 1)
  }

  @Test func `a message that the agent has refused does not go to the spool`() throws {
    try host.makeDirectory("spool/ann", mode: 0o1733)
    let reader = try host.createReader(MailslotOptions(acceptsDescriptors: true))
    defer { reader.close() }
    let delivery = delivery()
    delivery.write(until: .now)
    try host.answer([.refused(.notEnoughQuota)], from: reader)
    delivery.wait(for: .stored, until: .after(.seconds(30)))
    #expect(!delivery.isUndecided)
    delivery.spool()
    #expect(delivery.result(goal: .stored) == .failure(.refused(.notEnoughQuota)))
    #expect(try host.spooled().isEmpty)
  }

  @Test(arguments: [true, false])
  func `a user without a mailslot gets the message in the spool, if there is one`(hasSpool: Bool)
    throws
  {
    if hasSpool { try host.makeDirectory("spool/ann", mode: 0o1733) }
    let delivery = delivery()
    delivery.write(until: .now)
    #expect(!delivery.isWritten && !delivery.awaitsReceipt && delivery.receiptEnd == nil)
    delivery.spool()
    switch delivery.result(goal: .stored) {
    case .success(let reached): #expect(hasSpool && reached.isInSpool && reached.state == .stored)
    case .failure(let failure): #expect(!hasSpool && failure == .noMailslot(host.account))
    }
  }

  @Test func `the personal spool takes the message where there is no other`() throws {
    try host.makeDirectory(".local/state/messngr/spool", mode: 0o700)
    let delivery = delivery()
    delivery.write(until: .now)
    delivery.spool()
    #expect(delivery.result(goal: .stored) == Self.inSpool)
  }

  @Test func `a full mailslot is reported, and the spool takes the message`() throws {
    try host.makeDirectory("spool/ann", mode: 0o1733)
    let reader = try host.createReader(MailslotOptions(quota: MailslotQuota(messageCount: 1)))
    defer { reader.close() }
    var last = delivery()
    for _ in 0..<2000 where !last.isFull {
      last = delivery()
      last.write(until: .now)
    }
    #expect(last.isFull && !last.isWritten)
    last.spool()
    #expect(last.result(goal: .stored) == Self.inSpool)
  }

  @Test func `a directory that others can change is not used`() throws {
    let path = try host.makeDirectory("slots/ann", mode: 0o777)
    let delivery = delivery()
    delivery.write(until: .now)
    delivery.spool()
    #expect(delivery.result(goal: .stored) == .failure(.untrusted(.writableByOthers(path))))
  }
}
