// SPDX-License-Identifier: Apache-2.0

import Wire

/// Why a message cannot be sent as it is.
public indirect enum MessageError: Error, Equatable, Sendable {
  /// The message has no text.
  case emptyText

  /// The text is over the limit of its way, in bytes.
  case textTooLong(byteCount: Int, limit: Int)

  /// The name in the field, `From` or `To`, is over the limit of its way, in bytes.
  case nameTooLong(field: String, byteCount: Int, limit: Int)

  /// The field holds a NUL, where a reader would stop.
  case nulInside(field: String)

  /// Title, icon and the other attributes are over their limit, in bytes.
  case attributesTooLong(limit: Int)
}

extension MessageError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .emptyText: "the message has no text"
    case .textTooLong(let byteCount, let limit):
      "the text has \(Self.words(for: byteCount)) bytes; at most \(limit) can be sent this way"
    case .nameTooLong(let field, let byteCount, let limit):
      "\(field) has \(byteCount) bytes; at most \(limit) can be sent this way"
    case .nulInside(let field): "\(field) holds a NUL character, which would cut the message there"
    case .attributesTooLong(let limit):
      "title, icon, category and actions have more than \(limit) bytes together"
    }
  }

  /// A program that reads a text does not read more than this to know its length.
  package static let maximumCount = 1_048_576

  private static func words(for byteCount: Int) -> String {
    byteCount > maximumCount ? "more than \(maximumCount)" : "\(byteCount)"
  }
}
