// SPDX-License-Identifier: Apache-2.0

/// The known word that a user probably meant.
public enum Spelling {
  /// The most bytes of a typed word that count.
  private static let limit = 60

  /// The known word that is most like a typed one; `nil` when none is like it.
  ///
  /// At most a third of a known word may be wrong: letters that are missing, added, replaced, or swapped with
  /// the next one.
  public static func nearest(to typed: String, in known: [String]) -> String? {
    var best: (word: String, distance: Int)?
    for word in known {
      let distance = distance(Array(word.utf8), Array(typed.utf8.prefix(limit)))
      guard distance * 3 <= word.utf8.count else { continue }
      if let found = best, found.distance <= distance { continue }
      best = (word, distance)
    }
    return best?.word
  }

  /// `; did you mean WORD?` for an error message; another text when no known word is like the typed one.
  public static func hint(
    for typed: String, in known: [String], otherwise: String = ""
  ) -> String {
    guard let word = nearest(to: typed, in: known) else { return otherwise }
    return "; did you mean \(word)?"
  }

  /// The options that a help text names: its words that begin with `--`.
  public static func options(in help: String) -> [String] {
    var options: [String] = []
    for word in help.split(whereSeparator: { " \n,[]|=.;".contains($0) })
    where word.hasPrefix("--") && word.utf8.count > 2 && !options.contains(String(word)) {
      options.append(String(word))
    }
    return options
  }

  /// How many letters must be inserted, removed, replaced or swapped to turn one word into the other:
  /// the restricted Damerau-Levenshtein distance.
  private static func distance(_ known: [UInt8], _ typed: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...known.count)
    for (row, byte) in typed.enumerated() {
      var current = [row + 1]
      for column in known.indices {
        var cost = min(
          current[column] + 1, last[column + 1] + 1,
          last[column] + (known[column] == byte ? 0 : 1))
        if row > 0, column > 0, known[column] == typed[row - 1], known[column - 1] == byte {
          cost = min(cost, beforeLast[column - 1] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[known.count]
  }
}
