// SPDX-License-Identifier: Apache-2.0

/// How lines look that a person reads: their width and their colours.
struct Style: Equatable, Sendable {
  /// The most columns of a line; `nil` where nobody counts them.
  let columns: Int?

  private let hasColours: Bool

  /// Creates a style: no colours and no end of lines where a program reads.
  init(isTerminal: Bool, columns: Int, hasColours: Bool) {
    self.columns = isTerminal ? max(columns, 20) : nil
    self.hasColours = isTerminal && hasColours
  }

  /// Text for a program, or a terminal without colours.
  static let plain = Style(isTerminal: false, columns: 0, hasColours: false)

  /// What a piece of text is for.
  enum Emphasis: Sendable {
    /// It is what one looks for.
    case strong

    /// It is there, and can be passed over.
    case faint

    /// All is well.
    case good

    /// Something is to be thought of.
    case caution

    /// Something is wrong.
    case bad
  }

  /// A piece of text as the terminal should show it; ECMA-48 §8.3.117, SGR.
  func apply(_ emphasis: Emphasis?, to text: String) -> String {
    guard hasColours, let emphasis, !text.isEmpty else { return text }
    let code =
      switch emphasis {
      case .strong: "1"
      case .faint: "2"
      case .good: "32"
      case .caution: "33"
      case .bad: "1;31"
      }
    return "\u{1B}[\(code)m\(text)\u{1B}[0m"
  }
}
