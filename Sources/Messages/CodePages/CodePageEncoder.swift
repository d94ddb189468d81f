// SPDX-License-Identifier: Apache-2.0

/// Writes Characters in a code page, and counts the ones that the page lacks.
struct CodePageEncoder {
  // Keyed by Character, which is equal for both spellings of an accented letter.
  private let upperHalf: [Character: UInt8]

  /// How many Characters the page lacked.
  private(set) var replacementCount = 0

  init(_ page: CodePage) {
    var bytes: [Character: UInt8] = [:]
    for (character, byte) in zip(page.upperHalf, UInt8(0x80)...0xFF)
    where character != "\u{FFFD}" && bytes[character] == nil {
      bytes[character] = byte
    }
    upperHalf = bytes
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
    } else if let byte = upperHalf[character] {
      bytes.append(byte)
    } else {
      replacementCount += 1
      let base = character.unicodeScalars.first.map { Character($0) } ?? "?"
      bytes.append(base.asciiValue ?? upperHalf[base] ?? UInt8(ascii: "?"))
    }
  }
}
