// SPDX-License-Identifier: Apache-2.0

/// The number of columns that text takes on a terminal.
enum TextWidth {
  /// The columns of a text: none for marks that combine, two for wide letters and for emoji.
  static func columns(of text: some StringProtocol) -> Int {
    text.reduce(0) { $0 + columns(of: $1) }
  }

  /// The text with spaces after it, up to a number of columns.
  static func padded(_ text: String, to columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - self.columns(of: text)))
  }

  /// The text cut so that it fits, with `…` at the end if it was cut.
  static func cut(_ text: String, to columns: Int) -> String {
    guard self.columns(of: text) > columns else { return text }
    var (kept, width) = ("", 0)
    for character in text {
      width += self.columns(of: character)
      guard width < columns else { break }
      kept.append(character)
    }
    return columns > 0 ? kept + "…" : ""
  }

  private static func columns(of character: Character) -> Int {
    guard let first = character.unicodeScalars.first else { return 0 }
    if first.properties.isEmojiPresentation { return 2 }
    if character.unicodeScalars.contains("\u{FE0F}"), first.properties.isEmoji { return 2 }
    switch first.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide(first.value) ? 2 : 1
    }
  }

  /// The blocks of wide letters: Unicode Standard Annex 11.
  private static func isWide(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F, 0xAC00...0xD7A3,
      0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
      0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
