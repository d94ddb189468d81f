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
  enum Emphasis: CaseIterable, Sendable {
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

    /// The sequence in front of the text, without its ESC.
    fileprivate var sequence: String {
      switch self {
      case .strong: "[1m"
      case .faint: "[2m"
      case .good: "[32m"
      case .caution: "[33m"
      case .bad: "[1;31m"
      }
    }

    /// The sequence behind the text, without its ESC.
    fileprivate static let end = "[0m"
  }

  /// A piece of text as the terminal should show it; ECMA-48 §8.3.117, SGR.
  func apply(_ emphasis: Emphasis?, to text: String) -> String {
    guard hasColours, let emphasis, !text.isEmpty else { return text }
    return "\u{1B}\(emphasis.sequence)\(text)\u{1B}\(Emphasis.end)"
  }

  /// The control sequences that ``apply(_:to:)`` writes, without their ESC.
  var sequences: [String] {
    hasColours ? Emphasis.allCases.map(\.sequence) + [Emphasis.end] : []
  }
}
