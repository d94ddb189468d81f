// SPDX-License-Identifier: Apache-2.0

import Messages

/// What folding has to know about a message that was not shown yet.
struct UnshownMessage: Equatable {
  /// The message.
  let id: MessageID

  /// The sender for whom it counts.
  let sender: SenderKey

  /// The urgency that the sender gave it.
  let urgency: Urgency

  /// A hash of title and text: a message with the same one repeats the other.
  ///
  /// `nil` for a message that asks for an answer: it always has a popup of its own.
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
      fingerprint: message.attributes.asksForAnswer ? nil : hasher.finalize(),
      // A uid without an account does not take the popup of another uid.
      replaces: sender == .usersWithoutAccount ? nil : message.attributes.replaces)
  }
}
