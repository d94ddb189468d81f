// SPDX-License-Identifier: Apache-2.0

import Wire

/// Why a word is not a name.
public indirect enum MessageNameError: Error, Equatable, Sendable {
  /// The word is empty.
  case empty

  /// The word is over the limit, in bytes.
  case tooLong(byteCount: Int, limit: Int)

  /// The word holds a slash, a backslash, a control character, or one that changes the order of others.
  case forbiddenCharacter(Unicode.Scalar)

  /// The word has another meaning: `.`, `..`, `@`, or a word that begins with `*`.
  case reserved(String)
}

extension MessageNameError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .empty: "a name cannot be empty"
    case .tooLong(let byteCount, let limit):
      "the name has \(byteCount) bytes; a name has at most \(limit)"
    case .forbiddenCharacter(let scalar):
      scalar == "/" || scalar == "\\"
        ? "a name cannot hold '\(scalar)'"
        : "a name cannot hold the control character \(MessageNameError.codePoint(scalar))"
    case .reserved(let name): "'\(name)' is not a name"
    }
  }

  private static func codePoint(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
  }
}
