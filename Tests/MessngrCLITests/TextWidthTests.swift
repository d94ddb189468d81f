// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import MessngrCLI

@Suite struct TextWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("Störung", 7), ("Sto\u{308}rung", 7), ("日本", 4), ("한국", 4), ("ＡＢ", 4),
    ("🙂", 2), ("👩‍👩‍👧", 2), ("❤\u{FE0F}", 2), ("שלום", 4), ("\u{301}", 0),
  ])
  func `the columns of a text`(text: String, columns: Int) {
    #expect(TextWidth.columns(of: text) == columns)
  }

  @Test(arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("日本語", 6, "日本語"), ("日本語", 5, "日本…"),
    ("日本語", 4, "日…"), ("abc", 1, "…"), ("abc", 0, ""), ("", 0, ""),
  ])
  func `a text is cut between letters`(text: String, columns: Int, expected: String) {
    #expect(TextWidth.cut(text, to: columns) == expected)
  }

  @Test func `a text is padded to a column`() {
    #expect(TextWidth.padded("日", to: 4) == "日  ")
    #expect(TextWidth.padded("abcde", to: 4) == "abcde")
  }

  @Test func `only a terminal has colours, and only without NO_COLOR`() {
    let colours = Style(isTerminal: true, columns: 80, hasColours: true)
    #expect(colours.apply(.strong, to: "x") == "\u{1B}[1mx\u{1B}[0m")
    #expect(colours.apply(nil, to: "x") == "x")
    #expect(Style(isTerminal: false, columns: 80, hasColours: true).apply(.bad, to: "x") == "x")
    #expect(Style(isTerminal: true, columns: 80, hasColours: false).apply(.bad, to: "x") == "x")
    #expect(Style.plain.columns == nil)
  }
}
