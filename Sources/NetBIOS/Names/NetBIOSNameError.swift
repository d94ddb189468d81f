// SPDX-License-Identifier: Apache-2.0

import Wire

/// Why bytes are not a NetBIOS name.
public indirect enum NetBIOSNameError: Error, Equatable, Sendable {
  /// It holds only spaces, or nothing.
  case empty

  /// It has more than 15 bytes.
  case tooLong(byteCount: Int)

  /// A character is not ASCII: its byte depends on a code page.
  case notASCII(Unicode.Scalar)

  /// A label of a scope identifier is empty or over 63 bytes, or the whole is over 221.
  case badScope
}

extension NetBIOSNameError: CustomStringConvertible {
  /// One line for a person.
  public var description: String {
    switch self {
    case .empty: "a NetBIOS name cannot be empty"
    case .tooLong(let byteCount):
      "the name has \(byteCount) bytes; a NetBIOS name has at most \(NetBIOSName.maximumByteCount)"
    case .notASCII(let scalar): "'\(scalar)' is not ASCII; its byte depends on a code page"
    case .badScope: "a scope is made of labels of 1 to 63 bytes, 221 bytes in all"
    }
  }
}
