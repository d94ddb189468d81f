// SPDX-License-Identifier: Apache-2.0

/// The width and the colours of lines for a person.
struct Style: Equatable, Sendable {
  /// The most columns of a line; `nil` without a limit.
  let columns: Int?

  private let hasColours: Bool

  /// Creates a style; without a terminal there are no colours and no limit.
  init(isTerminal: Bool, columns: Int, hasColours: Bool) {
    self.columns = isTerminal ? max(columns, 20) : nil
    self.hasColours = isTerminal && hasColours
  }

  /// Text for a program, or a terminal without colours.
  static let plain = Style(isTerminal: false, columns: 0, hasColours: false)

  /// The meaning of a piece of text.
  enum Emphasis: CaseIterable, Sendable {
    /// It is important.
    case strong

    /// It is less important.
    case faint

    /// It is good news.
    case good

    /// It is a warning.
    case caution

    /// It is bad news.
    case bad

    /// The sequence before the text, without its ESC.
    fileprivate var sequence: String {
      switch self {
      case .strong: "[1m"
      case .faint: "[2m"
      case .good: "[32m"
      case .caution: "[33m"
      case .bad: "[1;31m"
      }
    }

    /// The sequence after the text, without its ESC.
    fileprivate static let end = "[0m"
  }

  /// A piece of text with its control sequences; ECMA-48 §8.3.117, SGR.
  func apply(_ emphasis: Emphasis?, to text: String) -> String {
    guard hasColours, let emphasis, !text.isEmpty else { return text }
    return "\u{1B}\(emphasis.sequence)\(text)\u{1B}\(Emphasis.end)"
  }

  /// The control sequences that ``apply(_:to:)`` writes, without their ESC.
  var sequences: [String] {
    hasColours ? Emphasis.allCases.map(\.sequence) + [Emphasis.end] : []
  }
}
