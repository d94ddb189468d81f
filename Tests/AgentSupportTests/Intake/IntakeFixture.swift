// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import Foundation
import LinuxSystem
import Logging
import Messages

@testable import Accounts
@testable import AgentSupport

/// An intake of the user ann (1000) with a store and a clock that a test controls.
///
/// The other accounts are bob (1001) and messngr-gateway (998).
final class IntakeFixture: Sendable {
  let store = FakeStore()
  let receipts = ReceiptRegistry()
  /// How often the intake said that the store has new messages.
  let storedCount = Guarded(0)
  let time = Guarded(ContinuousClock.now)
  let intake: Intake

  /// The accounts, in the format of passwd(5).
  private let file = "/tmp/messngr-intake-\(UUID().uuidString)"

  /// Creates an intake with a configuration.
  init(_ change: (inout AgentConfiguration) -> Void = { _ in }) throws {
    var configuration = AgentConfiguration()
    change(&configuration)
    try """
    ann:x:1000:1000::/home/ann:/bin/sh
    bob:x:1001:1001::/home/bob:/bin/sh
    messngr-gateway:x:998:998::/:/bin/false

    """.write(toFile: file, atomically: true, encoding: .utf8)
    let accounts = AccountDatabase(file: FilePath(file), getent: "/nonexistent")
    let (time, storedCount) = (time, storedCount)
    intake = Intake(
      store: store, settings: AgentSettings(configuration), receipts: receipts,
      accounts: accounts, owner: 1000,
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: { time.withLock(\.self) },
      onStored: { storedCount.withLock { $0 += 1 } })
  }

  /// Adds accounts, in the format of passwd(5).
  func addAccounts(_ lines: String) throws {
    let known = try String(contentsOfFile: file, encoding: .utf8)
    try (known + lines).write(toFile: file, atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(atPath: file) }

  /// A message of a sender as it arrives at the mailslot.
  static func arrival(
    _ text: String, from sender: UInt32 = 1001, on end: ReceivingEnd? = nil,
    _ change: (inout MessageAttributes) -> Void = { _ in }
  ) throws -> Arrival {
    var attributes = MessageAttributes()
    change(&attributes)
    let message = Message(from: "BOB", to: "ANN", text: text, attributes: attributes)
    return arrival(try MailslotBody.encode(message), from: sender, on: end)
  }

  /// Bytes of a sender as they arrive at the mailslot.
  static func arrival(
    _ bytes: [UInt8], from sender: UInt32 = 1001, on end: ReceivingEnd? = nil
  ) -> Arrival {
    Arrival(
      bytes: bytes, sender: sender, origin: .mailslot, time: UnixTime(milliseconds: 0),
      descriptor: end?.takeDescriptor())
  }
}
