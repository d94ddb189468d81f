// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages

/// What folding has to know of a message that was not shown yet.
struct UnshownMessage: Equatable, Sendable {
  /// The message.
  let id: MessageID

  /// Who answers for it.
  let sender: SenderKey

  /// How much it says it matters.
  let urgency: Urgency

  /// What two messages must have in common to be one message said twice: a hash of title and text.
  ///
  /// `nil` for a message that asks for an answer, which is always shown by itself.
  let fingerprint: Int?

  /// The message that this one takes the place of.
  let replaces: MessageID?

  /// Creates the description of a message.
  init(
    id: MessageID, sender: SenderKey, urgency: Urgency = .normal, fingerprint: Int? = nil,
    replaces: MessageID? = nil
  ) {
    self.id = id
    self.sender = sender
    self.urgency = urgency
    self.fingerprint = fingerprint
    self.replaces = replaces
  }

  /// Describes a delivery.
  init(_ delivery: Delivery) {
    let message = delivery.message
    var hasher = Hasher()
    hasher.combine(message.attributes.title)
    hasher.combine(message.text)
    let sender = SenderKey(delivery)
    self.init(
      id: delivery.id, sender: sender,
      urgency: message.attributes.urgency,
      fingerprint: message.attributes.actions.isEmpty ? hasher.finalize() : nil,
      // One uid without an account does not take the popup of another one.
      replaces: sender == .usersWithoutAccount ? nil : message.attributes.replaces)
  }
}
