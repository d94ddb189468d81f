// SPDX-License-Identifier: Apache-2.0

import Messages

extension SenderKey {
  /// The key of a row of `message` as ``text`` has it, in SQL.
  ///
  /// - Parameter row: What stands before the names of the columns: `new.`, or nothing.
  static func expression(_ row: String = "") -> String {
    """
    CASE WHEN \(row)origin NOT IN ('mailslot', 'spool')
      THEN '@' || substr(\(row)origin, instr(\(row)origin, ' ') + 1)
      WHEN \(row)senderName = CAST(\(row)senderID AS TEXT) THEN '?'
      ELSE CAST(\(row)senderID AS TEXT) END
    """
  }

  /// The key as the database has it: a uid, `?`, or `@` and an address.
  var text: String {
    switch self {
    case .user(let userID): String(userID)
    case .usersWithoutAccount: "?"
    case .address(let address): "@\(address)"
    }
  }

  /// Reads the key as the database has it; `nil` when it is none.
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
}
