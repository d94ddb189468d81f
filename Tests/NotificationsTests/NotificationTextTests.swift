// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Notifications

@Suite struct NotificationTextTests {
  @Test(arguments: [
    ("a & b", "a &amp; b"), ("5 < 6 > 4", "5 &lt; 6 &gt; 4"), ("<b>x</b>", "&lt;b&gt;x&lt;/b&gt;"),
    ("&amp;", "&amp;amp;"), ("\"it's\"", "\"it's\""), ("", ""), ("é日本", "é日本"),
  ])
  func `markup is escaped for a server that reads it`(text: String, escaped: String) {
    #expect(NotificationText.body(text, limit: 100, escaping: true) == escaped)
    #expect(NotificationText.body(text, limit: 100, escaping: false) == text)
  }

  @Test(arguments: [
    ("a\0b", "ab"), ("\u{1B}[31mred", "[31mred"), ("\u{85}\u{9B}x\u{7F}", "x"),
    ("a\tb\nc", "a\tb\nc"), ("\u{202E}gpj.exe", "gpj.exe"), ("\u{2066}a\u{2069}", "a"),
  ])
  func `characters that cannot be displayed are removed`(text: String, shown: String) {
    #expect(NotificationText.displayable(text) == shown)
  }

  @Test(arguments: [
    ("abc", 3, "abc"), ("abcd", 3, "ab…"), ("", 1, ""), ("ab", 1, "…"),
    ("e\u{301}e\u{301}e\u{301}", 3, "e\u{301}e\u{301}e\u{301}"),
    ("👩‍👩‍👧x", 1, "…"), ("日本語です", 4, "日本語…"),
  ])
  func `text is cut between characters`(text: String, limit: Int, shown: String) {
    #expect(NotificationText.cut(text, to: limit) == shown)
  }

  @Test func `a character of many kilobytes is cut, too`() {
    let tower = "a" + String(repeating: "\u{301}", count: 30_000)
    #expect(NotificationText.cut("x" + tower, to: 4095) == "x…")
  }

  @Test func `an escaped body is cut before it is escaped`() {
    #expect(NotificationText.body("<<<<", limit: 3, escaping: true) == "&lt;&lt;…")
  }

  @Test func `a summary is one line and is not escaped`() {
    #expect(NotificationText.summary("a\nb\r\nc & d", limit: 255) == "a b c & d")
  }
}
