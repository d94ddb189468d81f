// SPDX-License-Identifier: Apache-2.0

/// Writes Characters in a code page, and counts those it had to change.
struct CodePageEncoder {
  private let upperHalf: [Unicode.Scalar: UInt8]

  /// How many Characters the page did not have.
  private(set) var replacementCount = 0

  init(_ page: CodePage) {
    let scalars = zip(page.upperHalf.unicodeScalars, UInt8(0x80)...0xFF)
    upperHalf = Dictionary(scalars.filter { $0.0 != "\u{FFFD}" }) { first, _ in first }
  }

  mutating func encode(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for character in text { append(character, to: &bytes) }
    return bytes
  }

  mutating func append(_ character: Character, to bytes: inout [UInt8]) {
    let start = bytes.count
    for scalar in character.unicodeScalars {
      guard let byte = byte(of: scalar) else {
        bytes.removeSubrange(start...)
        bytes.append(composedByte(of: character) ?? replacement(of: character))
        return
      }
      bytes.append(byte)
    }
  }

  private func byte(of scalar: Unicode.Scalar) -> UInt8? {
    if scalar.isASCII { return UInt8(scalar.value) }
    return upperHalf[scalar]
  }

  /// The byte of the one scalar that is canonically equivalent to a letter with its accents.
  private func composedByte(of character: Character) -> UInt8? {
    // Nothing in these pages decomposes into more than three scalars; a stranger's may be thousands.
    guard (2...3).contains(character.unicodeScalars.prefix(4).count) else { return nil }
    return upperHalf.first { Character($0.key) == character }?.value
  }

  private mutating func replacement(of character: Character) -> UInt8 {
    replacementCount += 1
    return character.unicodeScalars.first.flatMap { byte(of: $0) } ?? UInt8(ascii: "?")
  }
}
