// SPDX-License-Identifier: Apache-2.0

/// One token of a subject of NATS, which stands for a name.
///
/// A server splits subjects at dots and gives `*` and `>` a meaning, so a token has only lower-case letters,
/// digits, `-` and `_`. Each other byte of the name in UTF-8 is `%` and two hexadecimal digits.
struct SubjectToken: Hashable, Sendable {
  /// The longest name, in bytes: `LOGIN_NAME_MAX` of limits.h.
  static let maximumByteCount = 256

  /// The name in lower case.
  let name: String

  /// Creates the token of a name; `nil` for a name that is empty or too long.
  init?(_ name: some StringProtocol) {
    let name = name.lowercased()
    guard (1...SubjectToken.maximumByteCount).contains(name.utf8.count) else { return nil }
    self.name = name
  }

  /// Reads a token as ``text`` writes it; `nil` for any other text.
  init?(encoded text: some StringProtocol) {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(SubjectToken.value),
        let low = rest.popFirst().flatMap(SubjectToken.value)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    // One name has one token: another spelling of it could get around a permission.
    guard let name = String(validating: bytes, as: UTF8.self), let token = SubjectToken(name),
      token.text == text
    else { return nil }
    self = token
  }

  /// The token.
  var text: String {
    if name.utf8.allSatisfy(SubjectToken.isPlain) { return name }
    var text = ""
    for byte in name.utf8 {
      if SubjectToken.isPlain(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16)
        text += digits.utf8.count == 1 ? "%0\(digits)" : "%\(digits)"
      }
    }
    return text
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "_")
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case 0x30...0x39: digit - 0x30
    case 0x61...0x66: digit - 0x61 + 10
    default: nil
    }
  }
}
