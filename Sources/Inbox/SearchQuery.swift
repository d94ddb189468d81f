// SPDX-License-Identifier: Apache-2.0

/// The words that a user searches for, in the query language of FTS5.
struct SearchQuery: Equatable {
  /// The expression behind `MATCH`.
  let expression: String

  /// Reads the words of a user.
  ///
  /// A message must contain all of them; a word that ends in `*` is the beginning of a word. Each word
  /// becomes an FTS5 string, in which only the quotation mark is special, and is doubled. `nil` when no
  /// word has a letter or a digit: there is nothing to find then.
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

  /// FTS5 refuses deep expressions; further words are left out.
  private static let maximumWordCount = 64

  /// Whether the tokenizer `unicode61` treats a character as part of a word.
  private static func isIndexed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
      .decimalNumber, .letterNumber, .otherNumber, .privateUse:
      true
    default: false
    }
  }
}
