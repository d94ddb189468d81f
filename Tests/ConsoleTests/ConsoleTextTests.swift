// SPDX-License-Identifier: Apache-2.0

import Console
import Foundation
import Testing

/// No printed text controls a terminal.
@Suite struct ConsoleTextTests {
  @Test(arguments: [
    ("plain é 日本", "plain é 日本\n"), ("two\nlines\tand", "two\nlines\tand\n"), ("", "\n"),
    ("\u{1B}]0;t\u{7}\u{1B}[2J\u{9B}31m", "]0;t[2J31m\n"), ("a\u{202E}b\u{2066}c", "abc\n"),
    ("a\rb\u{8}", "a\nb\n"), ("\u{1B}\u{1B}[1m", "[1m\n"), ("\u{1B}", "\n"),
  ])
  func `a line holds no control sequence`(text: String, printed: String) {
    #expect(ConsoleText.line(text) == Array(printed.utf8))
  }

  @Test func `the program's own colours stay, and nothing else`() {
    let text = "\u{1B}[1mx\u{1B}[0m\u{1B}[8my\u{1B}[1\u{1B}[1;5mz\u{1B}"
    let printed = String(decoding: ConsoleText.line(text, keeping: ["[1m", "[0m"]), as: UTF8.self)
    #expect(printed == "\u{1B}[1mx\u{1B}[0m[8my[1[1;5mz\n")
  }

  @Test func `escaping JSON of another writer keeps its meaning`() throws {
    let text = "\u{7F}\u{9B}\u{202E}\u{FEFF}\u{1FFFE}é🦊"
    let json = String(decoding: try JSONEncoder().encode(["text": text]), as: UTF8.self)
    let escaped = JSONLine.escaped(json)
    #expect(escaped.contains(#"\u007f\u009b\u202e\ufeff\ud83f\udffeé🦊"#), "\(escaped)")
    #expect(
      try JSONDecoder().decode([String: String].self, from: Data(escaped.utf8)) == ["text": text])
  }
}
