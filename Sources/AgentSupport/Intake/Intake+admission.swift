// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import Inbox
import Messages

extension Intake {
  /// The time between two counts of what all addresses of the network have.
  private static let networkCountInterval = Duration.seconds(1)

  /// Notes that an admitted message is stored, or that it could not be stored.
  func settle(_ delivery: Delivery, isStored: Bool) {
    shares?.settle(Admission.Usage(delivery), of: SenderKey(delivery), isStored: isStored)
  }

  /// Throws when a message is not admitted.
  func admit(
    _ delivery: Delivery, _ policy: AdmissionPolicy
  ) async throws(IntakeRefusal) {
    var verdict = verdict(on: delivery, policy)
    if verdict == .refuse(.notEnoughQuota), await makeRoom(for: delivery, policy) {
      verdict = self.verdict(on: delivery, policy)
    }
    if case .refuse(let code) = verdict { throw .notAdmitted(code) }
  }

  private func verdict(on delivery: Delivery, _ policy: AdmissionPolicy) -> Admission {
    Admission(
      sender: delivery.sender, name: delivery.senderName, origin: delivery.origin,
      textByteCount: delivery.message.text.utf8.count, byteCount: delivery.storedByteCount,
      owner: owner, usage: shares?[SenderKey(delivery)] ?? Admission.Usage(),
      poolUsage: SenderKey(delivery).pool.flatMap { shares?[$0] } ?? Admission.Usage(), policy)
  }

  /// Makes room for a message of a sender that has used up its quota: deletes settled messages of
  /// that sender.
  ///
  /// - Returns: Whether the sender's usage may be different now.
  private func makeRoom(for delivery: Delivery, _ policy: AdmissionPolicy) async -> Bool {
    let sender = SenderKey(delivery)
    let byteCount = delivery.storedByteCount
    let usage = shares?[sender] ?? Admission.Usage()
    // The sender's own messages go first, and those of the whole network only after that.
    let isOwn = !usage.hasRoom(for: byteCount, shares: 1, policy)
    // It takes long to add up all addresses, and an attacker can invent thousands of them.
    guard isOwn || mayCountNetwork() else { return false }
    // A sixteenth at once, so that not every message that follows has to make room again.
    let (messages, bytes) = (policy.senderMessages / 16, policy.senderBytes / 16)
    do {
      try await store.forgetSettled(
        of: isOwn ? sender : nil, messageCount: max(messages, 1), byteCount: max(bytes, byteCount))
      if isOwn {
        let usage = try await store.usage(of: sender)
        shares?.replace(with: usage, of: sender)
      } else {
        let usage = try await store.usage()
        shares?.replaceAll(with: usage)
      }
      return true
    } catch {
      return false
    }
  }

  private func mayCountNetwork() -> Bool {
    let now = now()
    if let last = lastNetworkCount, last.duration(to: now) < Intake.networkCountInterval {
      return false
    }
    lastNetworkCount = now
    return true
  }
}

extension Admission.Usage {
  /// What a message takes.
  init(_ delivery: Delivery) {
    self.init(messageCount: 1, byteCount: delivery.storedByteCount)
  }
}
