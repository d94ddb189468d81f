// SPDX-License-Identifier: Apache-2.0

import Messages

extension Delivery {
  /// How long a sender waits that does not say so: as long as `netsend --until answered`.
  private static let usualWait: UInt32 = 3600

  /// Until when the message is a question: the end of the time for which its sender waits for an answer.
  ///
  /// `nil` for a message that asks for no answer: it offers none, and its sender waits for none in words.
  var questionEnd: UnixTime? {
    let attributes = message.attributes
    guard attributes.asksForAnswer else { return nil }
    let wait = min(attributes.waits ?? Delivery.usualWait, attributes.expires ?? .max)
    return arrival.advanced(bySeconds: Int64(wait))
  }
}

extension MessageAttributes {
  /// Whether the sender offers answers, or waits for one in words.
  var asksForAnswer: Bool { !actions.isEmpty || receipt.contains(.answered) }
}
