// SPDX-License-Identifier: Apache-2.0

/// A sentence names its actor: the sender, the recipient, the agent, the caller, the user.
enum PlainEnglishRule {
  /// The words that name no actor.
  ///
  /// They are composed, so that this file passes its own rule.
  static let words: Set<String> = Set(
    ["who", "what", "whoso"].map { $0 + "ever" }
      + ["some", "any", "every", "no"].map { $0 + "body" } + ["some", "any"].map { $0 + "one" })

  /// The phrases that name no actor, composed too.
  static let phrases = ["told", "heard"].map { " is " + $0 } + ["what is" + " there"]

  /// The lines of a text that hold such a word.
  ///
  /// The same letters are a name by themselves in backticks or quotes, beside a slash, and in a
  /// line of a password file.
  static func breaches(in text: String, path: String) -> [Breach] {
    let lowered = text.lowercased()
    guard words.union(phrases).contains(where: lowered.contains) else { return [] }
    let key = path.split(separator: "/").prefix(2).joined(separator: "/")
    return lowered.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
      .flatMap { index, line in
        found(in: line).map {
          Breach(key: key, text: "\(path), line \(index + 1): \($0)")
        }
      }
  }

  private static func found(in line: Substring) -> [String] {
    var found = phrases.filter { line.contains($0) }
    guard words.contains(where: line.contains) else { return found }
    for word in line.split(whereSeparator: { !$0.isLetter }) where words.contains(String(word)) {
      let before = line[..<word.startIndex].last
      let rest = line[word.endIndex...]
      if !isName(before: before, after: rest.first), !rest.hasPrefix(":x:") {
        found.append(String(word))
      }
    }
    return found
  }

  private static func isName(before: Character?, after: Character?) -> Bool {
    if let before, let after, before == after, "`\"'".contains(before) { return true }
    return [before, after].compactMap(\.self).contains { (mark: Character) in
      mark == "/" || mark == "\\"
    }
  }
}
