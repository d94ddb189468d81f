// SPDX-License-Identifier: Apache-2.0

import Wire

extension MailslotName {
  /// The longest file name without a hash, in bytes.
  private static let longestFileName = 80

  /// The name of the file that stands for the mailslot in its directory: 1…80 bytes of ASCII.
  ///
  /// Each byte but `a`–`z`, `0`–`9`, `_` and `-` is percent-encoded, so a name with several parts is one
  /// file, and no name looks like a lock or a temporary file. A longer name is shortened to its first 40
  /// bytes, `~` and the first 128 bits of its SHA-256.
  public var encodedFileName: String {
    let encoded = path.utf8.flatMap { byte in
      MailslotName.isPlain(byte) ? [byte] : Array("%".utf8) + MailslotName.hexadecimal(byte)
    }
    guard encoded.count > MailslotName.longestFileName else {
      return String(decoding: encoded, as: UTF8.self)
    }
    let hash = SHA256.hash(encoded).prefix(16).flatMap(MailslotName.hexadecimal)
    return String(decoding: encoded.prefix(40) + Array("~".utf8) + hash, as: UTF8.self)
  }

  /// Creates the name of the mailslot that a file belongs to; `nil` for the file of no mailslot, and for a
  /// shortened name.
  public init?(encodedFileName: String) {
    var path: [UInt8] = []
    var rest = Array(encodedFileName.utf8)[...]
    while let byte = rest.popFirst() {
      if MailslotName.isPlain(byte) {
        path.append(byte)
      } else {
        guard byte == UInt8(ascii: "%"), rest.count >= 2,
          let value = Digits.hexadecimal(String(decoding: rest.prefix(2), as: UTF8.self))
        else { return nil }
        path.append(value)
        rest = rest.dropFirst(2)
      }
    }
    // A file name that this code does not make belongs to no mailslot.
    guard let text = String(validating: path, as: UTF8.self),
      let name = try? MailslotName(#"\\?\mailslot\"# + text),
      name.encodedFileName == encodedFileName
    else { return nil }
    self = name
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    default: byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }
  }

  private static func hexadecimal(_ byte: UInt8) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
  }
}
