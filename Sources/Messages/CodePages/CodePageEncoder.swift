// SPDX-License-Identifier: Apache-2.0

/// Writes Characters in a code page, and counts the ones that the page lacks.
struct CodePageEncoder {
  // Not a dictionary, which would be 4 KB of libmessngr.
  private let upperHalf: [Unicode.Scalar]

  /// The most bytes of a Character that is a letter of a page: a letter of three with two accents of two.
  private static let longestLetter = 12

  /// How many Characters the page lacked.
  private(set) var replacementCount = 0

  init(_ page: CodePage) {
    upperHalf = Array(page.upperHalf.unicodeScalars)
  }

  mutating func encode(_ text: String) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    for character in text { append(character, to: &bytes) }
    return bytes
  }

  mutating func append(_ character: Character, to bytes: inout [UInt8]) {
    if character.isASCII {
      bytes.append(contentsOf: character.utf8)  // two of them for CRLF
    } else if let byte = byte(of: character) {
      bytes.append(byte)
    } else {
      replacementCount += 1
      let base = character.unicodeScalars.first ?? "?"
      bytes.append(
        base.isASCII ? UInt8(base.value) : byte(of: Character(base)) ?? UInt8(ascii: "?"))
    }
  }

  /// Whether a scalar may be another one for the letter or the sign of a page: a Greek letter with oxia, Ohm, Ångström.
  private static func isOtherSpelling(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x340...0x387, 0x1F71...0x1FFD, 0x2000...0x212B: true
    default: false
    }
  }

  /// The byte of a Character, which is equal for both spellings of an accented letter.
  private func byte(of character: Character) -> UInt8? {
    let scalars = character.unicodeScalars
    if scalars.count == 1, let scalar = scalars.first {
      if scalar != "\u{FFFD}", let index = upperHalf.firstIndex(of: scalar) {
        return UInt8(0x80 + index)
      }
      guard CodePageEncoder.isOtherSpelling(scalar) else { return nil }
    }
    // No letter of a page has more bytes in any spelling.
    guard character.utf8.count <= CodePageEncoder.longestLetter else { return nil }
    for (index, scalar) in upperHalf.enumerated()
    where scalar != "\u{FFFD}" && Character(scalar) == character {
      return UInt8(0x80 + index)
    }
    return nil
  }
}
