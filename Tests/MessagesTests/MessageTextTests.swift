// SPDX-License-Identifier: Apache-2.0

import Messages
import TestSupport
import Testing

@Suite struct MessageTextTests {
  @Test(arguments: [
    ("", ""), ("a", "a"), ("a\nb", "a\nb"), ("a\rb", "a\nb"), ("a\r\nb", "a\nb"),
    ("a\n\rb", "a\nb"), ("a\u{14}b", "a\nb"), ("\r", "\n"), ("\n\n", "\n\n"), ("\r\r", "\n\n"),
    ("\r\n\r\n", "\n\n"), ("\n\r\n\r", "\n\n"), ("\r\n\r", "\n\n"), ("\n\r\n", "\n\n"),
    ("\r\r\n", "\n\n"), ("\n\n\r", "\n\n"), ("\u{14}\u{14}", "\n\n"), ("\r\u{14}\n", "\n\n\n"),
    ("\ra\n", "\na\n"), ("\n\u{301}\r", "\n\u{301}\n"),
  ])
  func `every line end is one LF`(text: String, normalised: String) {
    #expect(Array(MessageText.normalised(text).utf8) == Array(normalised.utf8))
  }

  @Test(arguments: 0..<50) func `normalising twice gives the same as once`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let once = MessageText.normalised(random.string(upTo: 300))
    #expect(Array(MessageText.normalised(once).utf8) == Array(once.utf8))
  }
}
