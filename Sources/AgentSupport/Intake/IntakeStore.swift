// SPDX-License-Identifier: Apache-2.0

package import AgentPolicy
package import Inbox
package import Messages

/// Where the intake keeps messages: the inbox, or the list of a test.
package protocol IntakeStore: Sendable {
  /// Stores deliveries in one transaction: all of them, or none when it throws.
  func store(_ deliveries: [Delivery]) async throws -> [StoreResult]

  /// How far messages have come, without the unknown ones.
  func progress(of ids: [MessageID]) async throws -> [InboxRecord.Progress]

  /// What each sender has in the store.
  func usage() async throws -> [SenderKey: Admission.Usage]

  /// What one sender has in the store.
  func usage(of sender: SenderKey) async throws -> Admission.Usage

  /// Deletes settled messages of a sender, or of all addresses of the network when it is `nil`.
  func forgetSettled(of sender: SenderKey?, messageCount: Int, byteCount: Int) async throws
}

/// The inbox as the store of the intake.
package struct InboxStore: IntakeStore {
  /// The inbox.
  let inbox: Inbox

  /// Keeps messages in an inbox.
  package init(inbox: Inbox) { self.inbox = inbox }

  package func store(_ deliveries: [Delivery]) async throws -> [StoreResult] {
    try await inbox.run { try $0.store(deliveries) }
  }

  package func progress(of ids: [MessageID]) async throws -> [InboxRecord.Progress] {
    try await inbox.run { try $0.progress(of: ids) }
  }

  package func usage() async throws -> [SenderKey: Admission.Usage] {
    let shares = try await inbox.run { try $0.shares() }
    return Dictionary(
      shares.map {
        ($0.sender, Admission.Usage(messageCount: $0.messageCount, byteCount: $0.byteCount))
      }
    ) { first, _ in first }
  }

  package func usage(of sender: SenderKey) async throws -> Admission.Usage {
    let share = try await inbox.run { try $0.share(of: sender) }
    return Admission.Usage(messageCount: share.messageCount, byteCount: share.byteCount)
  }

  package func forgetSettled(of sender: SenderKey?, messageCount: Int, byteCount: Int) async throws
  {
    _ = try await inbox.run {
      try $0.forgetSettled(of: sender, messageCount: messageCount, byteCount: byteCount)
    }
  }
}
