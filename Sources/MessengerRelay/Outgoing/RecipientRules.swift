// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import Messages

/// Whether the relay takes a message for a recipient.
struct RecipientRules: Sendable {
  let membership: RelayMembership
  let accounts: AccountDatabase
  let presence: PresenceQuestion

  /// Why a message is refused; `nil` when it is taken.
  ///
  /// A user is known whom the list of the realm names. Where a machine serves users whom the list does not
  /// name, a user is known, too, whom this machine's directory of users knows, or who is logged in on a
  /// machine of the realm.
  func refusal(of delivery: Delivery) async -> Win32Error? {
    guard let address = RealmAddress(delivery.message.to, in: membership.realm) else {
      return .nameNotFound
    }
    if address.isEveryone {
      return membership.mayAnnounce || delivery.message.attributes.isProbe ? nil : .accessDenied
    }
    if membership.lists(address.user) { return nil }
    guard membership.isOpen else { return .nameNotFound }
    if accounts.account(named: address.user) != nil { return nil }
    // While no server answers, the relay cannot know.
    return await presence.ask(about: address.user) == .absent ? .nameNotFound : nil
  }
}
