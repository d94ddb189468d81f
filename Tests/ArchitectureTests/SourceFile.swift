// SPDX-License-Identifier: Apache-2.0

/// A Swift file, read as lines.
struct SourceFile {
  let name: String
  let lines: [String]

  init(name: String, text: String) {
    self.name = name
    self.lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// The modules that the file imports.
  var imports: Set<String> {
    Set(
      lines.compactMap { line in
        let words = line.split(separator: " ").map(String.init)
        guard let position = words.firstIndex(of: "import"), position <= 2,
          words.count > position + 1,
          words[..<position].allSatisfy({
            ["public", "internal", "package"].contains($0) || $0.hasPrefix("@")
          })
        else { return nil }
        return words[position + 1].split(separator: ".").first.map(String.init)
      })
  }

  /// The words of the code, comments left out.
  var words: Set<String> {
    Set(
      lines.flatMap { line in
        line.prefix(upTo: line.firstRange(of: "//")?.lowerBound ?? line.endIndex)
          .split { !$0.isLetter && $0 != "_" }.map(String.init)
      })
  }
}
