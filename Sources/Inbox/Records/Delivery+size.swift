// SPDX-License-Identifier: Apache-2.0

public import Messages

extension Delivery {
  /// What each message is counted for besides its text and attributes, in bytes: numbers, times,
  /// identifiers, and its places in the indexes.
  static let fixedByteCount = 256

  /// How many bytes the message takes of its sender's share of the inbox.
  ///
  /// Counted is all whose length the sender decides, in UTF-8: names, title, icon, category, actions,
  /// text, and the raw text where it is kept; and 256 bytes for the rest.
  public var storedByteCount: Int {
    let attributes = message.attributes
    let texts: [String?] = [
      senderName, origin.description, message.from, message.to, attributes.category,
      attributes.icon, attributes.title, message.text,
    ]
    let actions = attributes.actions.reduce(0) { $0 + $1.description.utf8.count + 1 }
    return texts.reduce(Delivery.fixedByteCount + actions + (rawText?.count ?? 0)) {
      $0 + ($1?.utf8.count ?? 0)
    }
  }

  /// The same of a row of `message`, in SQL.
  ///
  /// - Parameter row: What stands before the names of the columns: `new.`, or nothing.
  static func storedByteCountExpression(_ row: String = "") -> String {
    let columns = [
      "senderName", "origin", "fromName", "toName", "category", "icon", "title", "actions", "text",
      "rawText",
    ]
    return columns.reduce("\(fixedByteCount)") {
      "\($0) + coalesce(length(CAST(\(row)\($1) AS BLOB)), 0)"
    }
  }
}
