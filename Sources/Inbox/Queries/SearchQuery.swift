// SPDX-License-Identifier: Apache-2.0

/// What a person types to search, in the language of FTS5.
struct SearchQuery: Equatable {
  /// The expression behind `MATCH`.
  let expression: String

  /// Reads a person's words.
  ///
  /// All of them have to be found; one that ends in `*` is the beginning of a word.
  ///
  /// Each word becomes an FTS5 string, in which nothing has a meaning but the quotation mark, and
  /// that is doubled. `nil` when no word holds a letter or a digit: there is nothing to find then.
  init?(_ text: String) {
    let words = text.split { $0.isWhitespace || $0 == "\0" }.filter { word in
      word.unicodeScalars.contains { SearchQuery.isIndexed($0) }
    }
    guard !words.isEmpty else { return nil }
    expression = words.prefix(SearchQuery.maximumWordCount).map { word in
      let quoted = word.split(separator: "\"", omittingEmptySubsequences: false)
        .joined(separator: "\"\"")
      return "\"\(quoted)\"" + (word.hasSuffix("*") ? "*" : "")
    }.joined(separator: " ")
  }

  /// FTS5 gives up on deep expressions; words beyond these are left out.
  private static let maximumWordCount = 64

  /// Whether the tokenizer `unicode61` makes a character part of a word.
  private static func isIndexed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .privateUse:
      true
    default: false
    }
  }
}
