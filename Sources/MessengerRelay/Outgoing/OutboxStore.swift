// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import AgentSupport
import Inbox
import LinuxSystem
import Messages

/// The outbox as the store of the intake.
///
/// A message that the outbox has already is as far as its recipient's machine has reported.
struct OutboxStore: IntakeStore {
  private let outbox: Outbox
  private let inbox: InboxStore

  init(_ outbox: Outbox) {
    self.outbox = outbox
    inbox = InboxStore(inbox: outbox.inbox)
  }

  func store(_ deliveries: [Delivery]) async throws -> [StoreResult] {
    let results = try await inbox.store(deliveries)
    guard results.contains(where: { if case .duplicate = $0 { true } else { false } }) else {
      return results
    }
    let progress = try await progress(of: deliveries.map(\.id))
    return zip(deliveries, results).map { delivery, result in
      guard case .duplicate(let number, _, _) = result else { return result }
      let known = progress.first { $0.id == delivery.id }
      return .duplicate(number: number, state: known?.state ?? .queued, answer: known?.answer)
    }
  }

  func progress(of ids: [MessageID]) async throws -> [InboxRecord.Progress] {
    try await outbox.inbox.run { [outbox] _ in try outbox.progress(of: ids) }
  }

  func usage() async throws -> [SenderKey: Admission.Usage] { try await inbox.usage() }

  func usage(of sender: SenderKey) async throws -> Admission.Usage {
    try await inbox.usage(of: sender)
  }

  /// Deletes all that is over: what a sender cannot have any more is what no reader has yet.
  func forgetSettled(of sender: SenderKey?, messageCount: Int, byteCount: Int) async throws {
    _ = try await outbox.inbox.run { [outbox] _ in
      try outbox.forget(over: .now, kept: UnixTime(milliseconds: 0))
    }
  }
}
