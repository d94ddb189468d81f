// SPDX-License-Identifier: Apache-2.0

/// The name of a realm, of a machine or of a server: one label of a domain name.
///
/// RFC 1035 section 2.3.1: 1 to 63 letters, digits and hyphens, which begin with a letter and do not end with
/// a hyphen. Names are kept in lower case.
package struct DomainLabel: Hashable, Sendable {
  /// The longest label, in bytes: RFC 1035 section 2.3.4.
  package static let maximumByteCount = 63

  /// The label in lower case.
  package let text: String

  /// Reads a label; `nil` for any other text.
  package init?(_ text: some StringProtocol) {
    let label = text.lowercased()
    func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte) }
    let bytes = label.utf8
    guard (1...DomainLabel.maximumByteCount).contains(bytes.count),
      let first = bytes.first, isLetter(first), bytes.last != UInt8(ascii: "-"),
      bytes.allSatisfy({
        isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-")
      })
    else { return nil }
    self.text = label
  }
}

extension DomainLabel: CustomStringConvertible {
  /// The label in lower case.
  package var description: String { text }
}

extension DomainLabel: Comparable {
  /// The order of the alphabet.
  package static func < (left: DomainLabel, right: DomainLabel) -> Bool { left.text < right.text }
}
