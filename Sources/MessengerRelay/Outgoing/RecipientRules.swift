// SPDX-License-Identifier: Apache-2.0

import Messages

/// Whether the relay takes a message for a recipient, as far as the list of the realm says.
struct RecipientRules: Sendable {
  let membership: RelayMembership

  /// Why a message is refused; `nil` when it is taken.
  ///
  /// Where a machine serves users whom the list does not name, a message to such a user is taken, and
  /// ``UnlistedRecipients`` finds out whether there is one.
  func refusal(of delivery: Delivery) -> Win32Error? {
    guard let address = RealmAddress(delivery.message.to, in: membership.realm) else {
      return .nameNotFound
    }
    if address.isEveryone {
      return membership.mayAnnounce || delivery.message.attributes.isProbe ? nil : .accessDenied
    }
    return membership.lists(address.user) || membership.isOpen ? nil : .nameNotFound
  }
}
