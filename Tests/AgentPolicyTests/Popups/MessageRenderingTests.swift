// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import AgentPolicy

/// How popups show messages.
@Suite struct MessageRenderingTests {
  private let now = UnixTime(milliseconds: 1000)

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
      MessageRendering(owner: 1000).popup(delivery, number: 7, lateness: nil, at: now).summary
        == "Message from \(shown)")
  }

  @Test func `title, recipient and lateness are shown, and the sender is never hidden`() {
    let rendering = MessageRendering(owner: 1000)
    #expect(
      rendering.popup(delivery(to: "LAB"), number: 7, lateness: "14:05", at: now).summary
        == "Message from ben as OPS to LAB, 14:05")
    let long = String(repeating: "x", count: 1000)
    let popup = rendering.popup(
      delivery(from: long) { $0.title = long }, number: 7, lateness: "14:05", at: now)
    #expect(popup.summary.count <= 255)
    #expect(popup.summary.hasPrefix("ben as x"))
  }

  @Test func `text from a stranger has no control characters`() {
    let popup = MessageRendering(owner: 1000).popup(
      delivery(text: "a\u{1B}[31m\u{202E}b\nc") {
        $0.category = "x\ny"
        $0.actions = [MessageAction(key: "ok", label: "O\u{7}\nK")].compactMap(\.self)
      }, number: 7, lateness: nil, at: now)
    #expect(popup.body == "a[31mb\nc")
    #expect(popup.category == "x y")
    #expect(popup.actions.map(\.label) == ["O K"])
  }

  @Test(
    arguments: [
      (nil, nil, 3600), (60, nil, 60), (60, 10, 10), (nil, 7200, 3600),
      (.max, nil, Int64(UInt32.max)),
    ] as [(UInt32?, UInt32?, Int64)])
  func `a question is one for as long as its sender waits`(
    waits: UInt32?, expires: UInt32?, seconds: Int64
  ) {
    let delivery = delivery {
      $0.receipt = [.answered]
      $0.waits = waits
      $0.expires = expires
    }
    #expect(delivery.questionEnd == UnixTime(milliseconds: seconds * 1000))
    for (now, isQuestion) in [(seconds * 1000 - 1, true), (seconds * 1000, false)] {
      let popup = MessageRendering(owner: 1000).popup(
        delivery, number: 7, lateness: nil, at: UnixTime(milliseconds: now))
      #expect(popup.isQuestion == isQuestion)
    }
  }

  @Test func `the popup of a locked screen has no text of strangers, and counts`() {
    let rendering = MessageRendering(owner: 1000)
    var notice = LockNotice()
    func count(_ delivery: Delivery) {
      notice.add(
        from: rendering.knownSender(delivery), delivery.message.attributes.urgency)
    }
    count(delivery(from: "SECRET", to: "SECRET", text: "SECRET") { $0.title = "SECRET" })
    #expect(rendering.popup(notice).summary == "Message from ben")
    #expect(rendering.popup(notice).body == MessageRendering.hiddenText)
    count(delivery(from: "SECRET") { $0.urgency = .critical })
    count(delivery(from: "SECRET", origin: .session(address: "192.0.2.1")))
    let popup = rendering.popup(notice)
    #expect(popup.summary == "3 messages wait")
    #expect(
      popup.body == "ben: 2\n192.0.2.1, unverified: 1\n\(MessageRendering.hiddenText)")
    #expect(popup.urgency == .critical && popup.actions.isEmpty && !popup.isQuestion)
  }

  static let askings: [(Bool, @Sendable (inout MessageAttributes) -> Void)] = [
    (false, { _ in }), (false, { $0.receipt = [.read] }), (true, { $0.receipt = [.answered] }),
    (true, { $0.actions = [MessageAction("yes=Yes")].compactMap(\.self) }),
  ]

  @Test(arguments: askings)
  func `a message that asks for an answer is a question`(
    isQuestion: Bool, change: @Sendable (inout MessageAttributes) -> Void
  ) {
    let popup = MessageRendering(owner: 1000).popup(
      delivery(change), number: 7, lateness: nil, at: now)
    #expect(popup.isQuestion == isQuestion)
    #expect(popup.number == 7)
  }

  @Test func `a popup of a long text says how to read the rest, and a terminal shows all of it`() {
    let text = (1...30).map { "line \($0)" }.joined(separator: "\n")
    let popup = MessageRendering(owner: 1000).popup(
      delivery(text: text), number: 7, lateness: nil, at: now)
    #expect(popup.body.hasPrefix("line 1\nline 2\n"))
    #expect(popup.body.hasSuffix("\nline 9\n… messngr read 7 shows the rest."))
    #expect(popup.lines.last == "  line 30")
  }

  @Test func `a digest names the senders with the most messages first`() {
    let names = ["a", "b", "b", "c", "d", "e", "f", "f", "f"]
    var digest = MessageDigest()
    for name in names { digest.add(from: name) }
    let popup = MessageRendering(owner: 1000).popup(digest)
    #expect(popup.summary == "9 messages while you were not to be disturbed")
    #expect(popup.body == "f: 3\nb: 2\na: 1\nc: 1\nd: 1\n1 other")
    let burst = BurstSummary(sender: "root as BACKUP", count: 37, urgency: .critical)
    #expect(
      MessageRendering(owner: 1000).popup(burst).summary == "37 more from root as BACKUP")
  }
}
