// SPDX-License-Identifier: Apache-2.0

/// The name of a realm: the machines that exchange messages under one authority.
///
/// It is one label of a domain name, RFC 1035 section 2.3.1: 1 to 32 letters, digits and hyphens, which
/// begin with a letter and do not end with a hyphen. Names are kept in lower case.
package struct RealmName: Hashable, Sendable {
  /// The longest name, in bytes.
  package static let maximumByteCount = 32

  /// The name in lower case.
  package let text: String

  /// Reads a name; `nil` for any other text.
  package init?(_ text: some StringProtocol) {
    let name = text.lowercased()
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    let bytes = name.utf8
    guard (1...RealmName.maximumByteCount).contains(bytes.count),
      let first = bytes.first, isLetter(first), bytes.last != UInt8(ascii: "-"),
      bytes.allSatisfy({
        isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
      })
    else { return nil }
    self.text = name
  }
}

extension RealmName: CustomStringConvertible {
  /// The name in lower case.
  package var description: String { text }
}
