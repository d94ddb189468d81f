// SPDX-License-Identifier: Apache-2.0

/// Calls on a text that look at its bytes, not at its characters.
///
/// What ends a character depends on tables, and the compiler writes out the calls of the standard library for each
/// type of text: 14 KB of libmessngr.
extension String {
  /// Whether the text begins with the bytes of another one.
  @inline(never)
  package func begins(with prefix: String) -> Bool {
    var bytes = utf8.makeIterator()
    for byte in prefix.utf8 where bytes.next() != byte { return false }
    return true
  }

  /// Whether the text ends with the bytes of another one.
  @inline(never)
  package func ends(with suffix: String) -> Bool {
    utf8.count >= suffix.utf8.count && dropping(utf8.count - suffix.utf8.count).begins(with: suffix)
  }

  /// The text without its first bytes.
  @inline(never)
  package func dropping(_ byteCount: Int) -> String {
    var bytes: [UInt8] = []
    for (index, byte) in utf8.enumerated() where index >= byteCount { bytes.append(byte) }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text without its last bytes.
  @inline(never)
  package func dropping(last byteCount: Int) -> String {
    String(decoding: Array(utf8).dropLast(byteCount), as: UTF8.self)
  }

  /// The text in front of the first byte that is the given one; all of it where there is none.
  package func before(_ byte: Unicode.Scalar) -> String { parts(separator: byte, limit: 2)[0] }

  /// The texts between the bytes that are the given one, of which some may be empty; at most so many.
  @inline(never)
  package func parts(separator: Unicode.Scalar, limit: Int = .max) -> [String] {
    var parts: [String] = []
    var part: [UInt8] = []
    for byte in utf8 {
      if UInt32(byte) == separator.value, parts.count < limit - 1 {
        parts.append(String(decoding: part, as: UTF8.self))
        part = []
      } else {
        part.append(byte)
      }
    }
    return parts + [String(decoding: part, as: UTF8.self)]
  }

  /// The text without the white space of ASCII around it.
  @inline(never)
  package func trimmed() -> String {
    var bytes = Array(utf8)[...]
    while let first = bytes.first, first == 0x20 || (9...13).contains(first) { bytes.removeFirst() }
    while let last = bytes.last, last == 0x20 || (9...13).contains(last) { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text in capital letters.
  ///
  /// A file that imports this module gets this function in place of that of the standard library, and the next one.
  package func uppercased() -> String { cased(isUpper: true) }

  /// The text in small letters.
  package func lowercased() -> String { cased(isUpper: false) }

  @inline(never)
  private func cased(isUpper: Bool) -> String {
    let first = isUpper ? UInt8(ascii: "a") : UInt8(ascii: "A")
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    for byte in utf8 {
      guard byte < 0x80 else { return mapped(isUpper: isUpper) }
      bytes.append(byte >= first && byte < first + 26 ? byte ^ 0x20 : byte)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func mapped(isUpper: Bool) -> String {
    var text = ""
    for scalar in unicodeScalars {
      let properties = scalar.properties
      text.append(isUpper ? properties.uppercaseMapping : properties.lowercaseMapping)
    }
    return text
  }
}
