// SPDX-License-Identifier: Apache-2.0

import Messages
import RateLimits
import Testing

@testable import AgentPolicy

/// What is shown when, as scripts of events and actions.
@Suite struct PresentationStateTests {
  private static let inboxHint = "messngr inbox shows them."
  private static let popup = PopupID(rawValue: 1)

  @Test(arguments: [
    PresentationScript(
      "messages are shown in their order, and once",
      .at(
        0, .message("bob", "one"), .message("eve", "two"),
        then: ["show 1 bob: one", "mark one shown", "show 2 eve: two", "mark two shown"]),
      .at(1),
      .at(2, .message("bob", "three"), then: ["show 3 bob: three", "mark three shown"])),
    PresentationScript(
      "the most urgent message is first",
      .at(
        0, .message("bob", "low") { $0.urgency = .low },
        .message("bob", "high") { $0.urgency = .critical },
        then: ["show 1 bob: high", "mark high shown", "show 2 bob: low", "mark low shown"])),
    PresentationScript(
      "a message that expired is not shown",
      .at(
        0, .displayGoes, .message("bob", "stale") { $0.expires = 10 }, then: ["alarm 10.0 seconds"]),
      .at(10, .displayComes)),
  ])
  func `a message is shown once, at its time`(script: PresentationScript) { script.play() }

  @Test(arguments: [
    PresentationScript(
      "a burst is folded, and the summary counts up",
      .at(
        0, .policy { $0.popupLimit = RateLimit(count: 1, per: .seconds(10)) },
        .message("bob", "1"), .message("bob", "2"), .message("bob", "3"),
        then: [
          "show 1 bob: 1", "mark 1 shown", "show 2 2 more from bob: \(inboxHint)", "mark 2 3 shown",
        ]),
      .at(
        1, .message("bob", "4"), then: ["mark 4 shown", "show 2 3 more from bob: \(inboxHint)"]),
      .at(2, .display(.faded(PopupID(rawValue: 2)))),
      .at(
        3, .message("bob", "5"), .message("bob", "6"),
        then: ["show 3 2 more from bob: \(inboxHint)", "mark 5 6 shown"])),
    PresentationScript(
      "a repeated message counts on its popup",
      .at(0, .message("bob", "full"), then: ["show 1 bob: full", "mark full shown"]),
      .at(1, .message("bob", "full"), then: ["show 1 bob (2×): full", "mark full shown"])),
    PresentationScript(
      "a replacement takes the popup of the old message",
      .at(0, .message("bob", "10 %"), then: ["show 1 bob: 10 %", "mark 10 % shown"]),
      .at(
        1, .replacement("bob", "20 %", of: "10 %"), then: ["show 1 bob: 20 %", "mark 20 % shown"])),
    PresentationScript(
      "a held replacement closes the popup of the old message",
      .at(0, .message("bob", "old"), then: ["show 1 bob: old", "mark old shown"]),
      .at(
        1, .doNotDisturb(.on), .replacement("bob", "new", of: "old"), then: ["close 1", "hold new"]
      )),
  ])
  func `several messages share a popup`(script: PresentationScript) { script.play() }

  @Test func `a burst of several pages has its popup drawn twice`() {
    var player = PresentationPlayer()
    let messages = (1...600).map { PresentationPlayer.Input.message("bob", "\($0)") }
    let shown = player.play(at: 0, messages).filter { $0.hasPrefix("show") }
    #expect(shown.dropLast(2) == (1...5).map { "show \($0) bob: \($0)" })
    #expect(
      shown.suffix(2) == [
        "show 6 245 more from bob: \(Self.inboxHint)",
        "show 6 595 more from bob: \(Self.inboxHint)",
      ])
  }

  static let offered: @Sendable (inout MessageAttributes) -> Void = {
    $0.actions = [MessageAction("ok=OK")].compactMap(\.self)
    $0.receipt = [.answered]
  }

  static let acts: [(DisplayEvent, [String])] = [
    (.clicked(popup), ["mark hi read"]), (.dismissed(popup), ["mark hi dismissed"]),
    (.chose(popup, key: "ok"), ["mark hi answered ok", "close 1"]),
    (.chose(popup, key: "not offered"), []),
    (.replied(popup, text: "on my way"), ["mark hi answered on my way", "close 1"]),
    (.faded(popup), []), (.clicked(PopupID(rawValue: 7)), []),
  ]

  @Test(arguments: acts)
  func `the inbox stores what the user does with a popup`(event: DisplayEvent, lines: [String]) {
    var player = PresentationPlayer()
    let shown = player.play(at: 0, [.message("bob", "hi", Self.offered)])
    #expect(shown == ["show 1 bob?: hi", "mark hi shown", "alarm 3600.0 seconds"])
    let first = player.play(at: 1, [.display(event)])
    let all = first + player.play(at: 2, [])
    #expect(all.filter { !$0.hasPrefix("alarm") } == lines)
  }

  @Test(arguments: [
    PresentationScript(
      "a burst counts up, and starts again when its popup really ends",
      .at(
        0, .policy { $0.popupLimit = RateLimit(count: 1, per: .seconds(100)) },
        .message("bob", "1"), .message("bob", "2"), .message("bob", "3"),
        then: [
          "show 1 bob: 1", "mark 1 shown", "show 2 2 more from bob: \(inboxHint)", "mark 2 3 shown",
        ]),
      .at(
        2, .message("bob", "4"), then: ["mark 4 shown", "show 2 3 more from bob: \(inboxHint)"]),
      .at(2.1, .display(.faded(PopupID(rawValue: 2)))),
      .at(
        4, .message("bob", "5"), then: ["mark 5 shown", "show 2 4 more from bob: \(inboxHint)"]),
      .at(6, .display(.faded(PopupID(rawValue: 2)))),
      .at(
        7, .message("bob", "6"), .message("bob", "7"),
        then: ["show 3 2 more from bob: \(inboxHint)", "mark 6 7 shown"])),
    PresentationScript(
      "a message whose popup changed is taken back",
      .at(0, .message("bob", "10 %"), then: ["show 1 bob: 10 %", "mark 10 % shown"]),
      .at(
        2, .replacement("bob", "20 %", of: "10 %"), .fadesAtChange,
        then: ["show 1 bob: 20 %", "mark 20 % shown"]),
      .at(3, .retraction("20 %"), then: ["close 1"])),
  ])
  func `a server may say of a popup that changes that it has ended`(script: PresentationScript) {
    script.play()
  }

  @Test(arguments: [false, true])
  func `a terminal gets one line for a burst`(isSlow: Bool) {
    var player = PresentationPlayer()
    var lines = player.play(at: 0, [.terminal])
    for number in 1...20 {
      lines += player.play(
        at: isSlow ? 0.1 * Double(number) : 0, [.message("bob", "\(number)")])
    }
    lines += player.play(at: 4, []) + player.play(at: 5, [])
    // One at a time, the sixth message is the only one over the limit, and gets lines of its own.
    let singles = (1...6).map { "print bob: \($0)" }
    #expect(
      lines.filter { $0.hasPrefix("print") }
        == singles + ["print 14 more from bob: \(Self.inboxHint)"])
    // A later burst is counted by itself.
    _ = player.play(at: 60, (21...40).map { .message("bob", "\($0)") })
    #expect(player.play(at: 61, []) == ["print 15 more from bob: \(Self.inboxHint)"])
  }

  @Test func `a burst on a terminal is five messages and a line`() {
    var player = PresentationPlayer()
    let first = player.play(
      at: 0, [.terminal] + (1...20).map { .message("bob", "\($0)") })
    #expect(first.filter { $0.hasPrefix("print") } == (1...5).map { "print bob: \($0)" })
    #expect(first.last == "alarm 1.0 seconds")
    #expect(player.play(at: 1, []) == ["print 15 more from bob: \(Self.inboxHint)"])
    // The burst goes on: one more message is no new beginning.
    let next = player.play(at: 1.2, [.message("bob", "21")])
    #expect(next == ["mark 21 shown", "alarm 1.0 seconds"])
    #expect(player.play(at: 2.2, []) == ["print 1 more from bob: \(Self.inboxHint)"])
  }

  @Test(arguments: [
    PresentationScript(
      "a message that is read or retracted elsewhere leaves the screen",
      .at(
        0, .message("bob", "one"), .message("bob", "two"),
        then: ["show 1 bob: one", "mark one shown", "show 2 bob: two", "mark two shown"]),
      .at(1, .reading("one"), then: ["close 1"]), .at(2, .retraction("two"), then: ["close 2"])),
    PresentationScript(
      "a click counts before the display has said the number of the popup",
      .at(
        0, .display(.clicked(popup)), .message("bob", "hi"),
        then: ["show 1 bob: hi", "mark hi shown", "mark hi read"])),
    PresentationScript(
      "a new display counts its popups anew",
      .at(0, .message("bob", "one"), then: ["show 1 bob: one", "mark one shown"]),
      .at(1, .display(.clicked(PopupID(rawValue: 2))), .displayGoes, .displayComes),
      .at(
        2, .message("bob", "two"), .message("bob", "three"),
        then: ["show 1 bob: two", "mark two shown", "show 2 bob: three", "mark three shown"])),
    PresentationScript(
      "a click on a summary reads nothing",
      .at(
        0, .policy { $0.popupLimit = RateLimit(count: 0, per: .seconds(10)) },
        .message("bob", "1"), .message("bob", "2"),
        then: ["show 1 2 more from bob: \(inboxHint)", "mark 1 2 shown"]),
      .at(1, .display(.clicked(popup)))),
  ])
  func `events belong to the popups of their display`(script: PresentationScript) { script.play() }

  @Test func `senders get a receipt for each state`() {
    var player = PresentationPlayer()
    _ = player.play(at: 0, [.message("bob", "hi")])
    _ = player.play(at: 1, [.display(.clicked(Self.popup))])
    #expect(player.receipts == ["hi shown", "hi read"])
  }
}
