// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@Suite struct MessageActionTests {
  @Test(arguments: [
    ("ok=Fine", "ok", "Fine"), ("ok==", "ok", "="), ("a=b=c", "a", "b=c"), ("é=É", "é", "É"),
    ("ok=\u{301}", "ok", "\u{301}"),
  ])
  func `an action is a key and a label`(text: String, key: String, label: String) throws {
    let action = try #require(MessageAction(text))
    #expect((action.key, action.label) == (key, label))
    #expect(action.description == text)
  }

  @Test(arguments: [
    "", "ok", "=", "ok=", "=Fine", "o\nk=Fine", "o\u{7F}k=Fine", "ok=Fi\0ne",
    String(repeating: "k", count: 65) + "=Fine", "ok=" + String(repeating: "l", count: 257),
  ])
  func `a text without a valid key and label is not an action`(text: String) {
    #expect(MessageAction(text) == nil)
  }
}
