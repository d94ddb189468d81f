// SPDX-License-Identifier: Apache-2.0

import Messages
import RateLimits
import Testing

@testable import AgentPolicy

/// What a failing display, inbox or agent changes, as scripts of events and actions.
@Suite struct PresentationFailureTests {
  private static let failed = DisplayError.failed("the test wants it")

  @Test(arguments: [
    PresentationScript(
      "messages wait for a display",
      .at(0, .displayGoes, .message("bob", "hi")), .at(1, .message("bob", "ho")),
      .at(
        2, .displayComes,
        then: ["show 1 bob: hi", "mark hi shown", "show 2 bob: ho", "mark ho shown"])),
    PresentationScript(
      "a display that does not answer is tried again after a while",
      .at(
        0, .failures([.absent("the test wants it")]), .message("bob", "hi"),
        then: ["fail bob: hi", "alarm 5.0 seconds"]),
      .at(5, then: ["show 1 bob: hi", "mark hi shown"])),
    PresentationScript(
      "a message over which the display failed comes again in a simpler form",
      .at(
        0, .failures([failed, failed]), .message("bob", "hi"), .message("bob", "ho"),
        then: ["fail bob: hi", "alarm 5.0 seconds"]),
      .at(5, then: ["fail bob: hi", "alarm 5.0 seconds"]),
      .at(
        10,
        then: [
          "show 1 A message that the desktop could not show: messngr read 1 shows it.",
          "mark hi shown", "show 2 bob: ho", "mark ho shown",
        ])),
    PresentationScript(
      "a popup that was refused is not tried again, and holds up no other",
      .at(
        0, .failures([.refused("the test wants it")]), .message("bob", "hi"),
        .message("bob", "ho"),
        then: ["fail bob: hi", "mark hi shown", "show 1 bob: ho", "mark ho shown"]),
      .at(1)),
    PresentationScript(
      "a repeat that failed counts once",
      .at(
        0, .failures([failed]), .message("bob", "hi"), .message("bob", "hi"),
        then: ["fail bob (2×): hi", "alarm 5.0 seconds"]),
      .at(5, then: ["show 1 bob (2×): hi", "mark hi hi shown"])),
    PresentationScript(
      "a summary that failed counts once",
      .at(
        0, .policy { $0.popupLimit = RateLimit(count: 0, per: .seconds(10)) }, .failures([failed]),
        .message("bob", "1"), .message("bob", "2"),
        then: ["fail 2 more from bob: messngr inbox shows them.", "alarm 5.0 seconds"]),
      .at(5, then: ["show 1 2 more from bob: messngr inbox shows them.", "mark 1 2 shown"])),
  ])
  func `a display that fails delays messages and loses none`(script: PresentationScript) {
    script.play()
  }

  /// Of the accesses to the inbox that a message needs, each in turn fails.
  @Test(arguments: [
    PresentationScript(
      "reading fails",
      .at(0, .inboxFailures(1), .message("bob", "hi"), then: ["alarm 5.0 seconds"]),
      .at(5, then: ["show 1 bob: hi", "mark hi shown"])),
    PresentationScript(
      "holding fails",
      .at(0, .doNotDisturb(.on)),
      .at(1, .inboxFailures(1), .message("bob", "hi"), then: ["alarm 5.0 seconds"]),
      .at(6, then: ["hold hi"])),
    PresentationScript(
      "storing a click fails",
      .at(0, .message("bob", "hi"), then: ["show 1 bob: hi", "mark hi shown"]),
      .at(
        1, .display(.dismissed(PopupID(rawValue: 1))), .inboxFailures(1),
        then: ["alarm 5.0 seconds"]),
      .at(6, then: ["mark hi dismissed"])),
  ])
  func `an inbox that fails delays messages and loses none`(script: PresentationScript) {
    script.play()
  }

  @Test func `a message that is shown and cannot be marked is not shown twice`() {
    var state = PresentationState(PresentationPolicy(), owner: 1000)
    let moment = Moment(
      time: UnixTime(milliseconds: 0), localTime: LocalTime(.monday, minute: 0), instant: .now)
    let delivery = Delivery(
      id: MessageID(), message: Message(from: "bob", to: "", text: "hi"), sender: 1001,
      senderName: "bob", origin: .mailslot, arrival: moment.time)
    let message = StoredMessage(number: 1, delivery: delivery, lateness: nil, isUnread: true)
    let answers: [PresentationEvent] = [
      .wake(PresentationPolicy()), .reviewed(.off, .unlocked), .messages([]), .questions([]),
      .unshown([message], .off), .displayFound(isPresent: true, .unlocked),
    ]
    let last = answers.map { state.handle($0, at: moment) }.last
    guard case .show? = last?.first else { return #expect(Bool(false), "\(last ?? [])") }
    let mark = state.handle(.shown(PopupID(rawValue: 1)), at: moment)
    guard case .mark? = mark.first else { return #expect(Bool(false), "\(mark)") }
    #expect(state.handle(.inboxFailed, at: moment) == [.setAlarm(moment.instant + .seconds(5))])
    // The next cycle stores what was shown before it reads anything.
    #expect(state.handle(.wake(PresentationPolicy()), at: moment) == mark)
  }

  @Test func `an agent that ends shows nothing more, and stores what the user did`() {
    var player = PresentationPlayer()
    _ = player.play(at: 0, [.message("bob", "hi")])
    let lines = player.play(
      at: 1, [.display(.dismissed(PopupID(rawValue: 1))), .stop, .message("bob", "ho")])
    #expect(lines == ["mark hi dismissed"])
  }

  @Test func `a display is asked only when there is something to show`() {
    var player = PresentationPlayer()
    _ = player.play(at: 0, [])
    #expect(player.displayQuestions == 0)
    _ = player.play(at: 1, [.message("bob", "hi")])
    #expect(player.displayQuestions == 1)
  }

  @Test(arguments: [Int64.min, .max])
  func `impossible times do no harm`(time: Int64) {
    var player = PresentationPlayer()
    let until = DoNotDisturb.until(UnixTime(milliseconds: time))
    let lines = player.play(
      at: 0, [.doNotDisturb(until), .message("bob", "hi") { $0.expires = .max }])
    #expect(lines.first == (time < 0 ? "show 1 bob: hi" : "hold hi"))
  }
}
