// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import AgentPolicy

/// How much of a text fits in a popup.
@Suite struct PopupExcerptTests {
  private static let hint = "… messngr read 42 shows the rest."

  static let texts: [(text: String, excerpt: String)] = [
    ("", ""), ("one", "one"),
    (lines(10), lines(10)),
    (lines(11), lines(9) + "\n" + hint),
    (wide("x", 600), wide("x", 600)),
    (wide("x", 601), wide("x", 540) + "\n" + hint),
    (wide("日", 300), wide("日", 300)),
    (wide("日", 301), wide("日", 270) + "\n" + hint),
    (lines(8) + "\n" + wide("x", 200), lines(8) + "\n" + wide("x", 60) + "\n" + hint),
    (String(repeating: "\n", count: 20), String(repeating: "\n", count: 9) + hint),
  ]

  private static func lines(_ count: Int) -> String {
    (1...count).map { "line \($0)" }.joined(separator: "\n")
  }

  private static func wide(_ letter: String, _ count: Int) -> String {
    String(repeating: letter, count: count)
  }

  @Test(arguments: texts)
  func `a text has ten lines at most, and the last one says how to read the rest`(
    text: String, excerpt: String
  ) {
    #expect(PopupExcerpt(text, number: 42).text == excerpt)
    #expect(PopupExcerpt(text, number: 42).isCut == (text != excerpt))
  }
}
