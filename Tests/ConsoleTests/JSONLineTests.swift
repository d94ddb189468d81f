// SPDX-License-Identifier: Apache-2.0

import Console
import Foundation
import Testing

@Suite struct JSONLineTests {
  @Test func `members keep the order in which they were added`() {
    var line = JSONLine()
    line.add("to", "ops")
    line.add("code", 2273)
    line.add("spool", false)
    line.addNull("answer")
    line.add("names", ["a", "b"])
    #expect(
      line.text == #"{"to":"ops","code":2273,"spool":false,"answer":null,"names":["a","b"]}"#)
  }

  @Test(arguments: [
    "", "plain", "quote \" and \\", "two\nlines\r\tand more", "\u{0}\u{1B}[31m\u{7F}\u{9B}",
    "\u{2028}é 日本 👩‍👩‍👧",
  ])
  func `another JSON reader reads any text back`(text: String) throws {
    var line = JSONLine()
    line.add("text", text)
    let object = try JSONDecoder().decode([String: String].self, from: Data(line.text.utf8))
    #expect(object == ["text": text])
    #expect(!line.text.utf8.contains { $0 < 0x20 })
  }
}
