// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages
import NameDirectory
import Realm

/// To whom in the realm a message goes.
struct RealmAddress: Equatable {
  /// The user, or `*` for all users of the realm.
  let user: String

  /// Reads the recipient of a message; `nil` where it is none of this realm.
  init?(_ recipient: String, in realm: DomainLabel) {
    guard case .realm(let name, let other)? = try? Recipient(recipient),
      other.lowercased() == realm.text, !name.hasPrefix("@")
    else { return nil }
    user = name
  }

  /// Whether the message is for all users of the realm.
  var isEveryone: Bool { user == HostPermissions.everyone }
}

extension InboxRecord {
  /// The bytes for the stream: the message, without what only this machine has to know.
  ///
  /// - Throws: `MessageError` for a message that cannot be written.
  var payload: [UInt8] {
    get throws(MessageError) {
      var message = delivery.message
      message.attributes.id = delivery.id
      message.attributes.receipt = []
      message.attributes.sent = message.attributes.sent ?? delivery.arrival
      return try MailslotBody.encode(message, rawText: delivery.rawText)
    }
  }
}
