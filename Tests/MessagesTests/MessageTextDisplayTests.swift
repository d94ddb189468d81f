// SPDX-License-Identifier: Apache-2.0

import Messages
import TestSupport
import Testing

@Suite struct MessageTextDisplayTests {
  @Test func `of ASCII and Latin-1, text, newlines and tabs stay`() {
    for value in UInt8.min ... .max {
      let scalar = Unicode.Scalar(value)
      let expected: String =
        switch value {
        case 0x09: "\t"
        case 0x0A...0x0D, 0x14, 0x85: "\n"
        case 0x00...0x1F, 0x7F...0x9F: ""
        default: String(Character(scalar))
        }
      #expect(MessageText.sanitised("a\(scalar)b") == "a\(expected)b", "\(value)")
    }
  }

  @Test(arguments: [
    0x202A, 0x202B, 0x202C, 0x202D, 0x202E, 0x2066, 0x2067, 0x2068, 0x2069, 0x206A, 0x206F,
    0xFFF9, 0xFFFA, 0xFFFB, 0xFEFF, 0xFDD0, 0xFDEF, 0xFFFE, 0xFFFF, 0x1FFFE, 0x10FFFF,
  ])
  func `a scalar that misleads is removed`(value: UInt32) throws {
    let scalar = try #require(Unicode.Scalar(value))
    #expect(MessageText.sanitised("a\(scalar)b") == "ab")
  }

  @Test(arguments: [
    "ops@host: 50 % <b>&amp;</b>", "Grüße", "שלום\u{200F}!", "\u{200E}a", "\u{61C}ب",
    "می\u{200C}خواهم",
    "👩‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "e\u{301}", "\u{FFFD}", "a\u{A0}b\u{AD}c", "\u{E000}", "\u{10FFFD}",
  ])
  func `text of every script stays`(text: String) {
    #expect(Array(MessageText.sanitised(text).utf8) == Array(text.utf8))
  }

  @Test(arguments: [
    ("", ""), ("\n\n", ""), (" \t\n", ""), ("\r\n  indented \n\n", "  indented"),
    ("a\n\n\n\n\nb", "a\n\nb"), ("a\nb", "a\nb"), ("a\u{2028}b\u{2029}c\u{C}d", "a\nb\nc\nd"),
    ("\u{1B}[31mred\u{1B}[0m", "[31mred[0m"), ("\0a\u{202E}b\0", "ab"),
  ])
  func `a displayed text is sanitised and trimmed`(text: String, shown: String) {
    #expect(MessageText.displayed(text) == shown)
  }

  @Test(arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("abcd", 1, "…"), ("abcd", 0, ""), ("abcd", -1, ""),
    ("", 0, ""), ("abc", Int.max, "abc"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
    ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 2, "👩‍👩‍👧‍👦👩‍👩‍👧‍👦"), ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦🦊", 2, "👩‍👩‍👧‍👦…"), ("🇩🇪🇫🇷🇮🇹", 2, "🇩🇪…"),
    ("a\n\n\nb", 4, "a\n\nb"),
  ])
  func `a text is cut between Characters`(text: String, limit: Int, shown: String) {
    #expect(MessageText.displayed(text, limit: limit) == shown)
  }

  @Test func `by default a text is cut at 4095 Characters`() {
    let text = String(repeating: "é", count: 4095)
    #expect(MessageText.displayed(text) == text)
    #expect(MessageText.displayed(text + "é") == text.dropLast() + "…")
  }

  @Test(arguments: [
    ("a\nb\tc  d\u{3000}e", "a b c d e"),
    ("root\u{2800}\u{3164}\u{115F}\u{1160}\u{FFA0}\u{1D159}x", "root x"), ("\u{2800}", ""),
    ("root\u{3164}", "root"), ("\n\t ", ""), (" a ", "a"), ("a\u{2028}\nb", "a b"),
    ("a\u{202E}b", "ab"),
  ])
  func `a line has no line ends and no runs of spaces`(text: String, line: String) {
    #expect(MessageText.displayedOnOneLine(text) == line)
  }

  @Test func `a line is cut between Characters`() {
    #expect(MessageText.displayedOnOneLine("one two three", limit: 5) == "one …")
  }

  /// Texts in which the border of a Character is far from the cut.
  static let hostile = [
    "e" + String(repeating: "\u{301}", count: 12_000), String(repeating: "\u{301}", count: 12_000),
    String(repeating: "🇩", count: 12_000), String(repeating: "👩\u{200D}", count: 6_000),
    String(repeating: "\u{200D}", count: 12_000), String(repeating: "क\u{94D}", count: 6_000),
    String(repeating: "\u{1100}", count: 12_000), String(repeating: "\u{600}", count: 12_000),
    String(repeating: "\r", count: 12_000), String(repeating: "\u{202E}", count: 12_000),
    String(repeating: "🏻", count: 12_000), String(repeating: "\u{E0061}", count: 12_000),
  ]

  @Test(.timeLimit(.minutes(1)), arguments: hostile)
  func `a Character has at most 16 scalars on the screen`(text: String) {
    for shown in [
      MessageText.displayed(text, limit: 100), MessageText.displayedOnOneLine(text, limit: 100),
      MessageText.displayed("ops: " + text, limit: 100),
    ] {
      #expect(shown.count <= 100)
      #expect(shown.unicodeScalars.count <= 1600)
    }
  }

  @Test(arguments: 0..<100) func `displaying a displayed text changes nothing`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let text = random.string(upTo: 400)
    let shown = MessageText.displayed(text, limit: 50)
    #expect(shown.count <= 50)
    #expect(MessageText.sanitised(shown) == shown)
    #expect(!shown.hasPrefix("\n") && !shown.hasSuffix("\n"))
  }
}
