// SPDX-License-Identifier: Apache-2.0

import Messages

extension SenderKey {
  /// The key of a row of `message` in SQL, written like ``text``.
  ///
  /// - Parameter row: The prefix of the names of the columns: `new.`, or nothing.
  static func expression(_ row: String = "") -> String {
    """
    CASE WHEN \(row)origin NOT IN ('mailslot', 'spool')
      THEN '@' || substr(\(row)origin, instr(\(row)origin, ' ') + 1)
      WHEN \(row)senderName = CAST(\(row)senderID AS TEXT) THEN '?'
      ELSE CAST(\(row)senderID AS TEXT) END
    """
  }

  /// The key as it is stored: a uid, `?`, or `@` and an address.
  var text: String {
    switch self {
    case .user(let userID): String(userID)
    case .usersWithoutAccount: "?"
    case .address(let address): "@\(address)"
    }
  }

  /// Reads a stored key; `nil` when the text is no key.
  init?(text: String) {
    if text == "?" {
      self = .usersWithoutAccount
    } else if text.hasPrefix("@") {
      self = .address(String(text.dropFirst()))
    } else {
      guard let userID = UInt32(text) else { return nil }
      self = .user(userID)
    }
  }

  /// The one sender behind a message, where a key may stand for several.
  ///
  /// It decides whether a message may retract or replace an earlier one.
  struct Author: Equatable {
    /// The user whom the kernel proved.
    let userID: UInt32

    /// The way by which the message came.
    let origin: Origin

    /// Whether both are one sender.
    ///
    /// That is the same user and, for messages from the network, the same origin: their user is only
    /// the gateway.
    func isSame(as other: Author) -> Bool {
      userID == other.userID
        && (origin == other.origin || origin.isProven && other.origin.isProven)
    }

    /// Whether this author may retract a message of `other`: each author its own ones, and root all.
    func mayRetract(messageOf other: Author) -> Bool {
      isSame(as: other) || userID == 0 && origin.isProven
    }
  }
}
