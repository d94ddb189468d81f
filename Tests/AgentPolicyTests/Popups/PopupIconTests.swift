// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@testable import AgentPolicy

/// Which senders may ask for which icon.
@Suite struct PopupIconTests {
  static let names = ["mail-unread", "dialog_error", "org.example.App", "a", "x--y", "1"]
  static let others = [
    "", ".", "..", "a..b", ".hidden", "a/b", "./x", "../x", "file:///tmp/fifo", "file:/tmp/fifo",
    "http://192.0.2.1/x.png", "data:image/png;base64,AA", "~/x", "a b", "a\nb", "a\u{0}b", "ä",
    "%2e%2e", "c:\\x", String(repeating: "a", count: 65),
  ]
  static let paths = ["/tmp/fifo", "/", "/dev/zero", "/home/ann/../eve/x.png"]

  @Test(arguments: [true, false]) func `every sender may give a name, and no sender a URI`(
    isTrusted: Bool
  ) {
    for name in Self.names {
      #expect(PopupIcon(name, isTrusted: isTrusted) == .name(name), "\(name)")
    }
    for other in Self.others { #expect(PopupIcon(other, isTrusted: isTrusted) == nil, "\(other)") }
  }

  @Test func `only trusted senders may give a path`() {
    for path in Self.paths {
      #expect(PopupIcon(path, isTrusted: true) == .file(path))
      #expect(PopupIcon(path, isTrusted: false) == nil)
    }
    #expect(PopupIcon("/tmp/x\u{0}y", isTrusted: true) == nil)
  }

  static let senders: [(sender: UInt32, origin: Origin, isTrusted: Bool)] = [
    (1000, .mailslot, true), (1000, .spool, true), (0, .mailslot, true), (1001, .mailslot, false),
    (65_534, .spool, false), (1000, .datagram(address: "192.0.2.1"), false),
    (0, .session(address: "192.0.2.1"), false),
  ]

  @Test(arguments: senders)
  func `only root and the owner may be trusted, and only on this machine`(
    sender: UInt32, origin: Origin, isTrusted: Bool
  ) {
    for (icon, kept) in [("/tmp/x.png", isTrusted), ("mail-unread", true)] {
      var attributes = MessageAttributes()
      attributes.icon = icon
      let delivery = Delivery(
        id: MessageID(), message: Message(from: "a", to: "b", text: "c", attributes: attributes),
        sender: sender, senderName: "a", origin: origin, arrival: UnixTime(milliseconds: 0))
      let popup = MessageRendering(owner: 1000).popup(
        delivery, number: 7, lateness: nil, at: UnixTime(milliseconds: 0))
      #expect((popup.icon != nil) == kept)
    }
  }

  @Test func `a popup is simpler after each failure of the display`() {
    var popup = Popup(summary: "s", body: "b", urgency: .critical)
    popup.icon = .name("x")
    popup.category = "c"
    popup.actions = [MessageAction("a=b")].compactMap(\.self)
    popup.takesReply = true
    #expect(popup.simplified(after: 0) == popup)
    #expect(popup.simplified(after: 1) == Popup(summary: "s", body: "b", urgency: .critical))
    let last = popup.simplified(after: 2)
    #expect(last.summary != "s" && last.body != "b" && last.urgency == .critical)
    #expect(popup.simplified(after: 3) == last)
  }
}
