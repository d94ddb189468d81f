// SPDX-License-Identifier: Apache-2.0

/// A Swift file, read as lines.
struct SourceFile {
  /// The path, from the top level of the repository.
  let path: String

  /// The lines as they stand.
  let lines: [String]

  /// The lines without comments and without what stands in strings.
  let code: [String]

  /// The comments of the lines, with their slashes.
  let comments: [String]

  init(path: String, text: String) {
    let lexer = SwiftLexer(text)
    self.path = path
    self.lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    self.code = lexer.code
    self.comments = lexer.comments
  }

  /// The folder that holds the file.
  var folder: String { path.split(separator: "/").dropLast().joined(separator: "/") }

  /// The target in `Sources` or `Tests`, from the second part of the path.
  var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }

  /// The modules that the file imports.
  var imports: Set<String> {
    Set(
      code.compactMap { line in
        let words = line.split(separator: " ").map(String.init)
        guard let position = words.firstIndex(of: "import"), position <= 2,
          words.count > position + 1,
          words[..<position].allSatisfy({
            ["public", "internal", "package"].contains($0) || $0.hasPrefix("@")
          })
        else { return nil }
        // As in `import struct Wire.ByteReader`.
        let module = words.dropFirst(position + 1).first {
          !["struct", "class", "enum", "protocol", "typealias", "func", "let", "var"].contains($0)
        }
        return module?.split(separator: ".").first.map(String.init)
      })
  }

  /// The words of the code.
  var words: Set<String> {
    Set(code.flatMap { $0.split { !$0.isLetter && $0 != "_" }.map(String.init) })
  }

  /// The types that the file declares outside of every other type.
  var topLevelTypes: [String] {
    var depth = 0
    var types: [String] = []
    for line in code {
      let words = line.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
      let keywords: Set = ["struct", "class", "enum", "actor", "protocol", "typealias"]
      if depth == 0, let position = words.firstIndex(where: keywords.contains),
        words.count > position + 1
      {
        types.append(words[position + 1])
      }
      depth += line.count { $0 == "{" } - line.count { $0 == "}" }
    }
    return types
  }
}
