// SPDX-License-Identifier: Apache-2.0

/// What escapes the checks of the compiler, or outlives its scope, has a reason beside it.
enum ReasonRule {
  /// What needs a reason.
  ///
  /// A task without a parent is found by its brace: `Task {` or `Task(priority: .low) {`.
  static func words(in code: String) -> [String] {
    var found = [
      "Task.detached", "Task.immediate", "@unchecked Sendable", "try!", "fatalError(",
      "nonisolated(unsafe)",
    ].filter(code.contains)
    if code.contains(/\bTask\s*(\([^)]*\))?\s*\{/) { found.append("Task {") }
    return found
  }

  /// Lines with such a word and without a `//` comment on the same line.
  ///
  /// Where line and reason together are longer than a line may be, the reason stands directly above.
  static func breaches(in files: [SourceFile]) -> [Breach] {
    files.flatMap { file in
      file.code.indices.flatMap { index in
        words(in: file.code[index])
          .filter { _ in !hasReason(file, at: index) }
          .map { Breach(key: file.path, text: "line \(index + 1): \($0) has no reason beside it") }
      }
    }
  }

  private static func hasReason(_ file: SourceFile, at index: Int) -> Bool {
    if isReason(file.comments[index]) { return true }
    guard index > 0, file.code[index - 1].allSatisfy(\.isWhitespace) else { return false }
    let above = file.comments[index - 1]
    return isReason(above) && file.lines[index].count + 2 + above.count > 100
  }

  private static func isReason(_ comment: String) -> Bool {
    comment.hasPrefix("//") && !comment.hasPrefix("///") && comment.contains(where: \.isLetter)
  }
}
