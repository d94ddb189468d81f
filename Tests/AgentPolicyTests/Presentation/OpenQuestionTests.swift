// SPDX-License-Identifier: Apache-2.0

import Messages
import RateLimits
import Testing

@testable import AgentPolicy

/// Questions, as scripts of events and actions.
@Suite struct OpenQuestionTests {
  private static let popup = PopupID(rawValue: 1)
  private static let asked = ["show 1 bob?: lunch", "mark lunch shown", "alarm 60.0 seconds"]

  private static let offering: @Sendable (inout MessageAttributes) -> Void = {
    $0.actions = [MessageAction("yes=Yes"), MessageAction("no=No")].compactMap(\.self)
    $0.receipt = [.answered]
    $0.waits = 60
  }

  private static let lunch = PresentationPlayer.Input.message("bob", "lunch", offering)

  @Test(arguments: [
    PresentationScript(
      "a question that left the screen by itself can be answered in the history of the server",
      .at(0, lunch, then: asked),
      .at(2, .display(.faded(popup)), then: ["alarm 58.0 seconds"]),
      .at(
        10, .display(.chose(popup, key: "yes")),
        then: ["mark lunch answered yes", "close 1"])),
    PresentationScript(
      "a question that was read in the inbox stays",
      .at(0, lunch, then: asked),
      .at(2, .reading("lunch"), then: ["alarm 58.0 seconds"]),
      .at(
        3, .display(.chose(popup, key: "no")),
        then: ["mark lunch answered no", "close 1"])),
    PresentationScript(
      "a question leaves the screen when its sender stops waiting",
      .at(0, lunch, then: asked),
      .at(59, then: ["alarm 1.0 seconds"]),
      .at(60, then: ["close 1"])),
    PresentationScript(
      "a question that was taken back leaves the history of the server, too",
      .at(0, lunch, then: asked),
      .at(2, .display(.faded(popup)), then: ["alarm 58.0 seconds"]),
      .at(3, .retraction("lunch"), then: ["close 1"])),
    PresentationScript(
      "two questions that look alike get popups that do not",
      .at(
        0, lunch, lunch,
        then: [
          "show 1 bob?: lunch", "mark lunch shown", "show 2 bob (message 2)?: lunch",
          "mark lunch shown", "alarm 60.0 seconds",
        ])),
    PresentationScript(
      "a late question is a message",
      .at(0, .doNotDisturb(.on), lunch, then: ["hold lunch"]),
      .at(
        60, .doNotDisturb(.off),
        then: ["release lunch", "show 1 bob: lunch", "mark lunch shown"])),
  ])
  func `a question is open for as long as its sender waits`(script: PresentationScript) {
    script.play()
  }

  @Test(arguments: [
    PresentationScript(
      "on the same server it has the same popup",
      .at(0, lunch, then: asked),
      .at(2, .agentRestarts, then: ["show 1 bob?: lunch", "alarm 58.0 seconds"]),
      .at(
        3, .display(.chose(popup, key: "yes")),
        then: ["mark lunch answered yes", "close 1"]),
      .at(5, .agentRestarts)),
    PresentationScript(
      "on another server it has a new popup",
      .at(0, .message("eve", "hi"), lunch, then: ["show 1 eve: hi", "mark hi shown"] + second),
      .at(1, .displayGoes),
      .at(2, .displayComes, then: ["show 1 bob?: lunch", "alarm 58.0 seconds"])),
    PresentationScript(
      "one that the user has answered, closed or read too late does not come back",
      .at(0, lunch, then: asked),
      .at(1, .display(.dismissed(popup)), then: ["mark lunch dismissed", "alarm 59.0 seconds"]),
      .at(2, .displayGoes), .at(3, .displayComes)),
    PresentationScript(
      "one whose sender has stopped waiting does not come back",
      .at(0, lunch, then: asked), .at(1, .displayGoes), .at(60, .displayComes)),
    PresentationScript(
      "a locked screen does not show it",
      .at(0, lunch, then: asked),
      .at(1, .displayGoes),
      .at(2, .screen(.locked), .displayComes),
      .at(3, .screen(.unlocked), then: ["show 1 bob?: lunch", "alarm 57.0 seconds"])),
    PresentationScript(
      "a quiet time holds it back, unless the popup is still there",
      .at(0, lunch, then: asked),
      .at(
        1, .doNotDisturb(.on), .agentRestarts, then: ["show 1 bob?: lunch", "alarm 59.0 seconds"]),
      .at(2, .displayGoes), .at(3, .displayComes),
      .at(4, .doNotDisturb(.off), then: ["show 1 bob?: lunch", "alarm 56.0 seconds"])),
    PresentationScript(
      "a terminal does not repeat it",
      .at(
        0, .terminal, lunch, then: ["print bob?: lunch", "mark lunch shown"]),
      .at(1, .agentRestarts)),
    PresentationScript(
      "its replacement takes the popup, also from a new agent",
      .at(0, lunch, then: asked),
      .at(1, .agentRestarts, then: ["show 1 bob?: lunch", "alarm 59.0 seconds"]),
      .at(
        2, .replacement("bob", "dinner", of: "lunch"),
        then: ["show 1 bob: dinner", "mark dinner shown"])),
  ])
  func `an open question is shown again by a new agent, and on a new server`(
    script: PresentationScript
  ) { script.play() }

  @Test func `a sender has five questions that stay, and others go away by themselves`() {
    var player = PresentationPlayer()
    let questions = (1...7).map {
      PresentationPlayer.Input.message("bob", "\($0)", Self.offering)
    }
    let unlimited = PresentationPlayer.Input.policy {
      $0.popupLimit = RateLimit(count: 100, per: .seconds(10))
    }
    let shown = player.play(at: 0, [unlimited] + questions).filter { $0.hasPrefix("show") }
    #expect(
      shown == (1...5).map { "show \($0) bob?: \($0)" } + ["show 6 bob: 6", "show 7 bob: 7"])
    for number in 1...3 as ClosedRange<UInt32> {
      _ = player.play(at: 1, [.display(.chose(PopupID(rawValue: number), key: "yes"))])
    }
    let next = player.play(at: 2, [.message("bob", "8", Self.offering)])
    #expect(next.first == "show 8 bob?: 8")
  }

  private static let second = [
    "show 2 bob?: lunch", "mark lunch shown", "alarm 60.0 seconds",
  ]
}
