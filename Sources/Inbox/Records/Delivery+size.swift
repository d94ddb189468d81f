// SPDX-License-Identifier: Apache-2.0

public import Messages

extension Delivery {
  /// The number of bytes that each message counts besides its text and attributes.
  ///
  /// They stand for numbers, times, identifiers, and the entries in the indexes.
  static let fixedByteCount = 256

  /// How many bytes of its sender's quota the message uses.
  ///
  /// Everything whose length the sender decides counts, in UTF-8: names, title, icon, category,
  /// actions, text, and the raw text where it is kept; and 256 bytes for the rest.
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

  /// ``storedByteCount`` of a row of `message`, in SQL.
  ///
  /// - Parameter row: The prefix of the names of the columns: `new.`, or nothing.
  static func storedByteCountExpression(_ row: String = "") -> String {
    let columns: [MessageColumn] = [
      .senderName, .origin, .fromName, .toName, .category, .icon, .title, .actions, .text, .rawText,
    ]
    return columns.reduce("\(fixedByteCount)") {
      "\($0) + coalesce(length(CAST(\(row)\($1) AS BLOB)), 0)"
    }
  }
}
