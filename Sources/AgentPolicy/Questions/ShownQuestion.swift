// SPDX-License-Identifier: Apache-2.0

import Messages

/// What later decisions need of a question that has a popup.
struct ShownQuestion: Equatable {
  /// When the sender stops waiting for an answer.
  let end: UnixTime

  /// The senders for whose limit it counts.
  let group: PopupPlan.Burst

  /// A hash of what its popup says.
  let look: Int

  /// Describes a message; `nil` for one whose sender does not wait for an answer now.
  init?(_ delivery: Delivery, at now: UnixTime) {
    guard let end = delivery.questionEnd, end > now else { return nil }
    self.end = end
    group = PopupPlan.Burst(SenderKey(delivery))
    var hasher = Hasher()
    hasher.combine(delivery.displayedSender)
    hasher.combine(delivery.message.to)
    hasher.combine(delivery.message.attributes.title)
    hasher.combine(delivery.message.text)
    look = hasher.finalize()
  }
}
