// SPDX-License-Identifier: Apache-2.0

package import Messages

/// A message of the inbox, with what decisions about its popup need.
package struct StoredMessage: Equatable, Sendable {
  /// The number of the message in the inbox.
  package let number: Int64

  /// The message as it arrived.
  package let delivery: Delivery

  /// When a late message was sent or arrived, in words: `sent 14:05`, `14:05`.
  package let lateness: String?

  /// Whether the user should still look at the message.
  package let isUnread: Bool

  /// Creates a message.
  package init(number: Int64, delivery: Delivery, lateness: String?, isUnread: Bool) {
    self.number = number
    self.delivery = delivery
    self.lateness = lateness
    self.isUnread = isUnread
  }

  /// The number and the identifier, which a change of state needs.
  var key: StateChange.Key { StateChange.Key(number: number, id: delivery.id) }
}
