// SPDX-License-Identifier: Apache-2.0

/// Writes Characters in a code page, and counts those it had to change.
struct CodePageEncoder {
  // By Character, so that a letter is found however its accent is spelled.
  private let upperHalf: [Character: UInt8]

  /// How many Characters the page did not have.
  private(set) var replacementCount = 0

  init(_ page: CodePage) {
    let characters = zip(page.upperHalf, UInt8(0x80)...0xFF).filter { $0.0 != "\u{FFFD}" }
    upperHalf = Dictionary(characters) { first, _ in first }
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
