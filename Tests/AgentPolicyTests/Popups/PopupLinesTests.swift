// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import AgentPolicy

/// How terminals show popups.
@Suite struct PopupLinesTests {
  private func question(_ actions: String...) -> Popup {
    var popup = Popup(summary: "Message from ben", body: "Lunch?", urgency: .normal)
    popup.isQuestion = true
    popup.number = 42
    popup.actions = actions.compactMap { MessageAction($0) }
    return popup
  }

  @Test func `a question has its choices, and the command for each`() {
    #expect(
      question("yes=Of course", "no=Sorry").lines == [
        "Message from ben", "  Lunch?", "  Of course: messngr reply 42 yes",
        "  Sorry: messngr reply 42 no",
      ])
  }

  @Test func `a question without choices says how to answer in words`() {
    #expect(question().lines.last == "  To answer: messngr reply 42 TEXT")
  }

  @Test(arguments: ["a;reboot", "$(reboot)", "`reboot`", "a b", "é", "~", "a*"])
  func `a key that a shell could run does not stand in a command`(key: String) {
    #expect(question("\(key)=Yes").lines.last == "  Yes: messngr reply 42 TEXT")
  }

  @Test func `any other popup has its text only`() {
    var popup = Popup(summary: "s", body: "one\ntwo", urgency: .critical)
    popup.number = 42
    #expect(popup.lines == ["s (urgent)", "  one", "  two"])
  }
}
