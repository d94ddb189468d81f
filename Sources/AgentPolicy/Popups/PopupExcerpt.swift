// SPDX-License-Identifier: Apache-2.0

/// The beginning of a text that is too long for a popup.
///
/// A popup grows with its text, and some servers let it grow beyond the screen, where the user cannot
/// reach its buttons.
struct PopupExcerpt {
  /// The most lines on the screen, with the one that says how to read the rest.
  static let lineLimit = 10

  /// The columns of a line in a narrow popup.
  static let lineWidth = 60

  /// The text, or the beginning of it with a last line that says how to read the rest.
  let text: String

  /// Whether the text was cut.
  let isCut: Bool

  /// Cuts the text of a message if it is too long.
  ///
  /// - Parameter number: The number of the message in the inbox.
  init(_ whole: String, number: Int64) {
    let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
    isCut = lines.reduce(0) { $0 + PopupExcerpt.rows(of: $1) } > PopupExcerpt.lineLimit
    guard isCut else {
      text = whole
      return
    }
    var kept: [Substring] = []
    var room = PopupExcerpt.lineLimit - 1
    for line in lines where room > 0 {
      kept.append(PopupExcerpt.beginning(of: line, rows: room))
      room -= PopupExcerpt.rows(of: line)
    }
    text = (kept + ["… messngr read \(number) shows the rest."]).joined(separator: "\n")
  }

  /// How many lines on the screen a line of the text becomes.
  private static func rows(of line: Substring) -> Int {
    let width = line.reduce(0) { $0 + columns(of: $1) }
    return max(1, (width + lineWidth - 1) / lineWidth)
  }

  private static func beginning(of line: Substring, rows: Int) -> Substring {
    var width = 0
    let end = line.firstIndex { character in
      width += columns(of: character)
      return width > rows * lineWidth
    }
    return line[..<(end ?? line.endIndex)]
  }

  /// An estimate: what comes behind Latin, Arabic and the scripts of India is mostly wide.
  private static func columns(of character: Character) -> Int {
    character.unicodeScalars.first.map { $0.value < 0x1100 ? 1 : 2 } ?? 0
  }
}
