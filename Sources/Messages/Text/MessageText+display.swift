// SPDX-License-Identifier: Apache-2.0

extension MessageText {
  /// The most Characters shown of one text: [MS-MSRP] notes 24, 26 and 27.
  public static let maximumShownCharacterCount = 4095

  /// The most scalars shown of one Character; the longest emoji in use has ten.
  public static let maximumShownScalarCount = 16

  /// The text without characters that control a screen; newlines and tabs stay.
  ///
  /// It removes control characters, the marks that override or isolate a direction, interlinear
  /// annotation marks, byte order marks and noncharacters. Each character that ends a line or a page
  /// becomes LF. Direction marks that only hint (U+200E, U+200F, U+061C) stay, because Hebrew and
  /// Arabic need them.
  public static func sanitised(_ text: String) -> String {
    var kept = String.UnicodeScalarView()
    for scalar in normalised(text).unicodeScalars {
      switch scalar {
      case "\u{0B}", "\u{0C}", "\u{85}", "\u{2028}", "\u{2029}": kept.append("\n")
      case "\n", "\t": kept.append(scalar)
      default: if isFitForScreen(scalar) { kept.append(scalar) }
      }
    }
    return String(kept)
  }

  /// The text as a popup or a terminal shows it: sanitised, trimmed and cut.
  ///
  /// It loses line ends in front, white space at the end, and all but one of several blank lines. A cut
  /// text ends in `…`, which is one of the `limit` Characters.
  ///
  /// The result has at most `limit` Characters, and each of them at most ``maximumShownScalarCount``
  /// scalars.
  public static func displayed(
    _ text: String, limit: Int = maximumShownCharacterCount
  ) -> String {
    var kept = String.UnicodeScalarView()
    var lineEnds = 2
    for scalar in sanitised(text).unicodeScalars.drop(while: { $0 == "\n" }) {
      lineEnds = scalar == "\n" ? lineEnds + 1 : 0
      if lineEnds <= 2 { kept.append(scalar) }
    }
    while let last = kept.last, isBlank(last) { kept.removeLast() }
    return cut(String(kept), limit: limit)
  }

  /// The text on one line, for a title or a row of a list: every run of white space is one space.
  ///
  /// `limit` counts as in ``displayed(_:limit:)``.
  public static func displayedOnOneLine(
    _ text: String, limit: Int = maximumShownCharacterCount
  ) -> String {
    let words = sanitised(text).unicodeScalars.split(whereSeparator: isBlank)
    return cut(words.map { String($0) }.joined(separator: " "), limit: limit)
  }

  /// Whether a scalar may be shown: no control character, and none that changes the order of others.
  package static func isFitForScreen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x00...0x1F, 0x7F...0x9F: false
    case 0x2028...0x202E, 0x2066...0x206F: false
    case 0xFFF9...0xFFFB, 0xFEFF: false
    case 0xFDD0...0xFDEF: false
    default: scalar.value & 0xFFFE != 0xFFFE
    }
  }

  /// Whether a scalar takes room and is blank: white space, Hangul fillers, the empty Braille pattern.
  private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0, 0x1D159: true
    default: scalar.properties.isWhitespace
    }
  }

  /// Whether a text has nothing that can be seen.
  static func isBlank(_ text: String) -> Bool {
    // Nearly every text begins with a letter.
    if let first = text.utf8.first, (0x21...0x7E).contains(first) { return false }
    return text.unicodeScalars.allSatisfy { isBlank($0) }
  }

  private static func cut(_ text: String, limit: Int) -> String {
    let limit = max(limit, 0)
    var shown = text.prefix(limit)
    let isCut = shown.endIndex < text.endIndex
    if isCut { shown = shown.dropLast() }
    var result = ""
    for character in shown {
      result.unicodeScalars.append(
        contentsOf: character.unicodeScalars.prefix(maximumShownScalarCount))
    }
    return isCut && limit > 0 ? result + "…" : result
  }
}
