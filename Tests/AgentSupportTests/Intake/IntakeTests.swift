// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import Console
import Inbox
import LinuxSystem
import Messages
import Testing

@testable import AgentSupport
@testable import Mailslots

/// What the intake stores, and what it tells the senders.
@Suite(.timeLimit(.minutes(1))) struct IntakeTests {
  typealias Setup = @Sendable (inout AgentConfiguration) -> Void

  static let stored = Receipt.reached(.stored, answer: nil)
  static let id = MessageID()
  static let bob = SenderKey.user(1001)

  struct Row: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var setup: Setup = { _ in }
    var prepare: @Sendable (FakeStore) -> Void = { _ in }
    var message: @Sendable (ReceivingEnd) throws -> Arrival = {
      try IntakeFixture.arrival("hi", on: $0)
    }
    let outcome: String
    let receipts: [Receipt]
    var texts: [String] = []
  }

  static let rows = [
    Row(
      testDescription: "a message is stored", outcome: "stored", receipts: [stored], texts: ["hi"]),
    Row(
      testDescription: "bytes that are no message are refused",
      message: { IntakeFixture.arrival(Array("no message".utf8), on: $0) }, outcome: "refused",
      receipts: [.refused(.invalidParameter)]),
    Row(
      testDescription: "a denied sender is refused",
      setup: { $0.admission.deny = [.name("bob")] }, outcome: "refused",
      receipts: [.refused(.accessDenied)]),
    Row(
      testDescription: "a text over the limit is refused",
      setup: { $0.admission.largestMessage = 1 },
      outcome: "refused", receipts: [.refused(.invalidParameter)]),
    Row(
      testDescription: "a sender over its quota is refused",
      setup: { $0.admission.senderMessages = 3 },
      prepare: { $0.set(usage: [bob: Admission.Usage(messageCount: 3)], canForget: false) },
      outcome: "refused", receipts: [.refused(.notEnoughQuota)]),
    Row(
      testDescription: "settled messages make room for a new one",
      setup: { $0.admission.senderMessages = 3 },
      prepare: { $0.set(usage: [bob: Admission.Usage(messageCount: 3)]) }, outcome: "stored",
      receipts: [stored], texts: ["hi"]),
    Row(
      testDescription: "without a count of the inbox no sender is over its quota",
      setup: { $0.admission.senderMessages = 3 }, prepare: { $0.set(usage: nil) },
      outcome: "stored", receipts: [stored], texts: ["hi"]),
    Row(
      testDescription: "a probe is confirmed and not stored",
      message: { try IntakeFixture.arrival("hi", on: $0) { $0.isProbe = true } },
      outcome: "stored", receipts: [.reached(.stored, answer: Version.text)]),
    Row(
      testDescription: "a message that cannot be stored is not acknowledged",
      prepare: { $0.fail(1) }, outcome: "failed", receipts: [.refused(.notEnoughQuota)]),
    Row(
      testDescription: "a message that is stored already is acknowledged with its state",
      prepare: { $0.take(id, .duplicate(number: 1, state: .answered, answer: "yes")) },
      message: { try IntakeFixture.arrival("hi", on: $0) { $0.id = id } }, outcome: "stored",
      receipts: [.reached(.answered, answer: "yes")]),
    Row(
      testDescription: "a message with the identifier of another sender's gets a new one",
      prepare: { $0.take(id, .identifierTaken) },
      message: { try IntakeFixture.arrival("hi", on: $0) { $0.id = id } }, outcome: "stored",
      receipts: [stored], texts: ["hi"]),
  ]

  @Test(arguments: rows) func `the table decides`(row: Row) async throws {
    let fixture = try IntakeFixture(row.setup)
    row.prepare(fixture.store)
    let end = ReceivingEnd()
    let outcomes = await fixture.intake.take([try row.message(end)])
    #expect(outcomes.map(Self.word) == [row.outcome])
    #expect(end.receipts == row.receipts)
    #expect(fixture.store.texts == row.texts)
    #expect(end.isOver())
  }

  private static func word(_ outcome: Intake.Outcome) -> String {
    switch outcome {
    case .stored: "stored"
    case .refused: "refused"
    case .failed: "failed"
    }
  }

  // MARK: Batches

  @Test func `the intake keeps the order of a batch, and stores it at once`() async throws {
    let fixture = try IntakeFixture { $0.admission.deny = [.userID(1002)] }
    let outcomes = await fixture.intake.take([
      try IntakeFixture.arrival("one"), IntakeFixture.arrival([1, 2, 3]),
      try IntakeFixture.arrival("two"), try IntakeFixture.arrival("denied", from: 1002),
      try IntakeFixture.arrival("three", from: 1000),
    ])
    #expect(outcomes.map(Self.word) == ["stored", "refused", "stored", "refused", "stored"])
    #expect(fixture.store.batches.map { $0.map(\.message.text) } == [["one", "two", "three"]])
    #expect(fixture.storedCount.withLock(\.self) == 1)
  }

  @Test func `the same identifier twice is one message, and both senders get a receipt`()
    async throws
  {
    let fixture = try IntakeFixture()
    let ends = [ReceivingEnd(), ReceivingEnd(), ReceivingEnd()]
    let arrivals = try ends.map { try IntakeFixture.arrival("hi", on: $0) { $0.id = Self.id } }
    let first = await fixture.intake.take(Array(arrivals.prefix(2)))
    let second = await fixture.intake.take([arrivals[2]])
    #expect((first + second).map(Self.word) == ["stored", "stored", "stored"])
    #expect(ends.map(\.receipts) == [[Self.stored], [Self.stored], [Self.stored]])
    #expect(fixture.store.texts == ["hi"])
  }

  @Test func `no sender gets a receipt before its batch is stored`() async throws {
    let fixture = try IntakeFixture()
    let end = ReceivingEnd()
    let batch = await fixture.intake.admit([try IntakeFixture.arrival("hi", on: end)])
    #expect(end.receipts.isEmpty)
    let results = await fixture.intake.save(batch)
    #expect(end.receipts.isEmpty)
    _ = await fixture.intake.answer(batch, results)
    #expect(end.receipts == [Self.stored])
  }

  @Test func `messages of one batch count for the quota before they are stored`() async throws {
    let fixture = try IntakeFixture { $0.admission.senderMessages = 2 }
    fixture.store.set(usage: [Self.bob: Admission.Usage(messageCount: 1)], canForget: false)
    let arrivals = try ["one", "two", "three"].map { try IntakeFixture.arrival($0) }
    let outcomes = await fixture.intake.take(arrivals)
    #expect(outcomes.map(Self.word) == ["stored", "refused", "refused"])
    #expect(fixture.store.forgotten == [Self.bob, Self.bob])
  }

  @Test func `a failed batch gives its part of the quota back`() async throws {
    let fixture = try IntakeFixture { $0.admission.senderMessages = 1 }
    fixture.store.fail(1)
    let arrival = try IntakeFixture.arrival("hi")
    let outcomes = [await fixture.intake.take([arrival]), await fixture.intake.take([arrival])]
    #expect(outcomes.map { $0.map(Self.word) } == [["failed"], ["stored"]])
  }

  @Test func `the network is counted once a second at most`() async throws {
    let fixture = try IntakeFixture { $0.admission.senderMessages = 1 }
    let crowd = (1...4).map {
      (SenderKey.address("192.0.2.\($0)"), Admission.Usage(messageCount: 1))
    }
    fixture.store.set(
      usage: Dictionary(uniqueKeysWithValues: crowd), canForget: false)
    let arrival = try IntakeFixture.arrival("hi", from: 998) {
      $0.origin = .datagram(address: "192.0.2.9")
    }
    for (milliseconds, count) in [(0, 2), (999, 2), (1000, 3)] {
      fixture.time.withLock { $0 = Self.start + .milliseconds(milliseconds) }
      let outcomes = await fixture.intake.take([arrival])
      #expect(outcomes == [.refused(.notAdmitted(.notEnoughQuota))])
      #expect(fixture.store.usageCount == count, "after \(milliseconds) ms")
    }
  }

  private static let start = ContinuousClock.now

  // MARK: Senders

  static let origins: [(sender: UInt32, claimed: Origin?, origin: Origin)] = [
    (998, .session(address: "192.0.2.7"), .session(address: "192.0.2.7")),
    (0, .session(address: "192.0.2.7"), .session(address: "192.0.2.7")),
    (1000, .spool, .spool), (1001, .session(address: "192.0.2.7"), .mailslot),
    (1001, nil, .mailslot),
  ]

  @Test(arguments: origins)
  func `only the owner, root and the gateway can name the origin of a message`(
    sender: UInt32, claimed: Origin?, origin: Origin
  ) async throws {
    let fixture = try IntakeFixture()
    _ = await fixture.intake.take([
      try IntakeFixture.arrival("hi", from: sender) { $0.origin = claimed }
    ])
    #expect(fixture.store.batches.joined().map(\.origin) == [origin])
    #expect(fixture.store.batches.joined().map(\.sender) == [sender])
  }

  @Test
  func `a relay that is installed while the agent runs can name the origin, and no other user`()
    async throws
  {
    let fixture = try IntakeFixture()
    func origin(from sender: UInt32) async throws -> Origin? {
      _ = await fixture.intake.take([
        try IntakeFixture.arrival("hi", from: sender) { $0.origin = .realm(address: "cara@web1") }
      ])
      return fixture.store.batches.joined().last?.origin
    }
    #expect(try await origin(from: 1001) == .mailslot)
    // The second user with this name is not the one whom the accounts give for it.
    try fixture.addAccounts("messngr-relay:x:997:997::/:\nmessngr-relay:x:2000:2000::/:\n")
    #expect(try await origin(from: 997) == .realm(address: "cara@web1"))
    #expect(try await origin(from: 2000) == .mailslot)
    #expect(try await origin(from: 997) == .realm(address: "cara@web1"))
  }

  @Test func `a sender that waits for more hears what happened meanwhile`() async throws {
    let fixture = try IntakeFixture()
    fixture.store.set(.read, of: Self.id)
    let end = ReceivingEnd()
    _ = await fixture.intake.take([
      try IntakeFixture.arrival("hi", on: end) { ($0.id, $0.receipt) = (Self.id, [.read]) }
    ])
    #expect(end.receipts == [Self.stored, .reached(.read, answer: nil)])
    #expect(fixture.receipts.awaited.isEmpty)
  }

  @Test func `a message with a descriptor that is no receipt channel is stored all the same`()
    async throws
  {
    let fixture = try IntakeFixture()
    let pipe = try FileDescriptor.pipe()
    defer { try? pipe.readEnd.close() }
    var arrival = try IntakeFixture.arrival("hi") { $0.receipt = [.read] }
    arrival = Arrival(
      bytes: arrival.bytes, sender: 1001, origin: .mailslot, time: arrival.time,
      descriptor: PassedDescriptor(owning: pipe.writeEnd))
    #expect(await fixture.intake.take([arrival]).map(Self.word) == ["stored"])
    #expect(fixture.receipts.awaited.isEmpty)
  }

  @Test func `text that is not UTF-8 is read in the code page, and its bytes are kept`()
    async throws
  {
    let fixture = try IntakeFixture { $0.codePage = 850 }
    let bytes = Array("BOB\0ANN\0gr".utf8) + [0x81] + Array("n\0".utf8)
    _ = await fixture.intake.take([IntakeFixture.arrival(bytes)])
    #expect(fixture.store.texts == ["grün"])
    #expect(fixture.store.batches.joined().map(\.rawText) == [Array("gr".utf8) + [0x81, 0x6E]])
  }
}
