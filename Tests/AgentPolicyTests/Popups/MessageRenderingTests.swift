// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import AgentPolicy

/// How popups show messages.
@Suite struct MessageRenderingTests {
  private func delivery(
    from: String = "OPS", to: String = "", text: String = "hello", origin: Origin = .mailslot,
    _ change: (inout MessageAttributes) -> Void = { _ in }
  ) -> Delivery {
    var attributes = MessageAttributes()
    change(&attributes)
    return Delivery(
      id: MessageID(), message: Message(from: from, to: to, text: text, attributes: attributes),
      sender: 1001, senderName: "ben", origin: origin, arrival: UnixTime(milliseconds: 0))
  }

  static let senders: [(claimed: String, origin: Origin, shown: String)] = [
    ("ben", .mailslot, "ben"), ("BEN", .spool, "ben"), ("root", .mailslot, "ben as root"),
    ("", .mailslot, "ben"), ("\u{1B}\n ", .mailslot, "ben"),
    ("ops\nMessage from root", .mailslot, "ben as ops Message from root"),
    ("WIN", .session(address: "192.0.2.1"), "192.0.2.1 as WIN, unverified,"),
    (String(repeating: "\u{2800}", count: 300), .mailslot, "ben"),
    ("root" + String(repeating: "\u{3164}", count: 300), .mailslot, "ben as root"),
    ("", .datagram(address: "192.0.2.1"), "192.0.2.1, unverified,"),
  ]

  @Test(arguments: senders)
  func `the proven sender stands before the claimed one`(
    claimed: String, origin: Origin, shown: String
  ) {
    let delivery = delivery(from: claimed, origin: origin)
    #expect(MessageRendering(owner: 1000).sender(delivery) == shown)
    #expect(
      MessageRendering(owner: 1000).popup(delivery, number: 7, lateness: nil).summary
        == "Message from \(shown)")
  }

  @Test func `title, recipient and lateness are shown, and the sender is never hidden`() {
    let rendering = MessageRendering(owner: 1000)
    #expect(
      rendering.popup(delivery(to: "LAB"), number: 7, lateness: "14:05").summary
        == "Message from ben as OPS to LAB, 14:05")
    let long = String(repeating: "x", count: 1000)
    let popup = rendering.popup(
      delivery(from: long) { $0.title = long }, number: 7, lateness: "14:05")
    #expect(popup.summary.count <= 255)
    #expect(popup.summary.hasPrefix("ben as x"))
  }

  @Test func `text from a stranger has no control characters`() {
    let popup = MessageRendering(owner: 1000).popup(
      delivery(text: "a\u{1B}[31m\u{202E}b\nc") {
        $0.category = "x\ny"
        $0.actions = [MessageAction(key: "ok", label: "O\u{7}\nK")].compactMap(\.self)
      }, number: 7, lateness: nil)
    #expect(popup.body == "a[31mb\nc")
    #expect(popup.category == "x y")
    #expect(popup.actions.map(\.label) == ["O K"])
  }

  @Test func `a popup without text has no icon, no actions and no reply`() {
    let popup = MessageRendering(owner: 1000).popup(
      delivery {
        $0.icon = "skull"
        $0.actions = [MessageAction(key: "ok", label: "Sell")].compactMap(\.self)
        $0.receipt = [.answered]
      }, number: 7, lateness: nil, hidesText: true)
    #expect(popup.body == MessageRendering.hiddenText)
    #expect(popup.icon == nil && popup.actions.isEmpty && !popup.takesReply)
  }

  static let askings: [(Bool, @Sendable (inout MessageAttributes) -> Void)] = [
    (false, { _ in }), (false, { $0.receipt = [.read] }), (true, { $0.receipt = [.answered] }),
    (true, { $0.actions = [MessageAction("yes=Yes")].compactMap(\.self) }),
  ]

  @Test(arguments: askings)
  func `a message that asks for an answer is a question`(
    isQuestion: Bool, change: @Sendable (inout MessageAttributes) -> Void
  ) {
    let popup = MessageRendering(owner: 1000).popup(delivery(change), number: 7, lateness: nil)
    #expect(popup.isQuestion == isQuestion)
    #expect(popup.number == 7)
  }

  @Test func `a popup of a long text says how to read the rest, and a terminal shows all of it`() {
    let text = (1...30).map { "line \($0)" }.joined(separator: "\n")
    let popup = MessageRendering(owner: 1000).popup(
      delivery(text: text), number: 7, lateness: nil)
    #expect(popup.body.hasPrefix("line 1\nline 2\n"))
    #expect(popup.body.hasSuffix("\nline 9\n… messngr read 7 shows the rest."))
    #expect(popup.lines.last == "  line 30")
  }

  @Test func `a digest names the senders with the most messages first`() {
    let names = ["a", "b", "b", "c", "d", "e", "f", "f", "f"]
    let popup = MessageRendering(owner: 1000).popup(MessageDigest(names))
    #expect(popup.summary == "9 messages while you were not to be disturbed")
    #expect(popup.body == "f: 3\nb: 2\na: 1\nc: 1\nd: 1\n1 other")
    let burst = BurstSummary(sender: "root as BACKUP", count: 37, urgency: .critical)
    #expect(
      MessageRendering(owner: 1000).popup(burst).summary == "37 more from root as BACKUP")
  }
}
