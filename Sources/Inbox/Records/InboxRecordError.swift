// SPDX-License-Identifier: Apache-2.0

/// Why a line is not an exported record.
public enum InboxRecordError: Error, Equatable, Sendable {
  /// It is not a JSON object with the keys of a record, or a value has the wrong type.
  case notARecord

  /// The value of this key is not possible.
  case badValue(key: String)
}

extension InboxRecordError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .notARecord: "the line is not a message in JSON"
    case .badValue(let key): "the value of \"\(key)\" is not possible"
    }
  }
}
