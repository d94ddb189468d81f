// SPDX-License-Identifier: Apache-2.0

import Messages
import RateLimits
import Testing

@testable import AgentPolicy

/// What is held back, and what happens afterwards, as scripts of events and actions.
@Suite struct PresentationHoldingTests {
  private static let digest =
    "show 1 4 messages while you were not to be disturbed: bob: 3\neve: 1"
  private static let hidden = MessageRendering.hiddenText
  private static let later = UnixTime(milliseconds: 1_800_000_060_000)

  @Test(arguments: [
    PresentationScript(
      "a few held messages are shown one by one",
      .at(0, .doNotDisturb(.on), .message("bob", "hi"), then: ["hold hi"]),
      .at(1),
      .at(2, .doNotDisturb(.off), then: ["release hi", "show 1 bob: hi", "mark hi shown"])),
    PresentationScript(
      "many held messages become a digest",
      .at(
        0, .doNotDisturb(.on), .message("bob", "1"), .message("bob", "2"), .message("eve", "3"),
        .message("bob", "4"), then: ["hold 1 2 3 4"]),
      .at(2, .doNotDisturb(.off), then: [digest, "mark 1 2 3 4 shown"])),
    PresentationScript(
      "the digest waits for a display",
      .at(
        0, .doNotDisturb(.on), .message("bob", "1"), .message("bob", "2"), .message("eve", "3"),
        .message("bob", "4"), then: ["hold 1 2 3 4"]),
      .at(1, .displayGoes, .doNotDisturb(.off)),
      .at(2, .displayComes, then: [digest, "mark 1 2 3 4 shown"])),
    PresentationScript(
      "a critical message breaks through",
      .at(
        0, .doNotDisturb(.on), .message("bob", "hi"),
        .message("bob", "fire") { $0.urgency = .critical },
        then: ["hold hi", "show 1 bob: fire", "mark fire shown"])),
    PresentationScript(
      "do-not-disturb until a time ends then",
      .at(
        0, .doNotDisturb(.until(later)), .message("bob", "hi"),
        then: ["hold hi", "alarm 60.001 seconds"]),
      .at(59, then: ["alarm 1.001 seconds"]),
      .at(60.001, then: ["release hi", "show 1 bob: hi", "mark hi shown"])),
    PresentationScript(
      "the do-not-disturb of the desktop holds what the desktop would not show",
      .at(
        0, .display(.silenced(.butCritical)), .message("bob", "hi"),
        .message("bob", "fire") { $0.urgency = .critical },
        then: ["hold hi", "show 1 bob: fire", "mark fire shown"]),
      .at(
        1, .display(.silenced(.all)), .message("bob", "flood") { $0.urgency = .critical },
        then: ["hold flood"]),
      .at(
        2, .display(.silenced(.butCritical)),
        then: ["release flood", "show 2 bob: flood", "mark flood shown"]),
      .at(3, .display(.silenced(.off)), then: ["release hi", "show 3 bob: hi", "mark hi shown"])),
    PresentationScript(
      "a display that turns out to be silent gets no digest, and no message",
      .at(
        0, .doNotDisturb(.on), .message("bob", "1"), .message("bob", "2"), .message("eve", "3"),
        .message("bob", "4"), then: ["hold 1 2 3 4"]),
      .at(2, .doNotDisturb(.off), .silence(.all)),
      .at(3, .message("bob", "5"), then: ["hold 5"]),
      .at(
        4, .display(.silenced(.off)),
        then: [
          digest.replacing("4 m", with: "5 m").replacing("3", with: "4"), "mark 1 2 3 4 5 shown",
        ])),
    PresentationScript(
      "quiet hours end at their minute",
      .at(
        0,
        .policy { $0.quietHours = QuietHours([QuietWindow("mon 10:00-10:02")].compactMap(\.self)) },
        .message("bob", "hi"), then: ["hold hi", "alarm 120.0 seconds"]),
      .at(120, then: ["release hi", "show 1 bob: hi", "mark hi shown"])),
    PresentationScript(
      "a sender on the quiet list never pops up",
      .at(
        0, .policy { $0.quiet = [.name("bob")] }, .message("bob", "hi"), .message("eve", "ho"),
        then: ["hold hi", "show 1 eve: ho", "mark ho shown"]),
      .at(1, .policy { $0.quiet = [] }, then: ["release hi", "show 2 bob: hi", "mark hi shown"])),
    PresentationScript(
      "a held message that expires is never shown",
      .at(
        0, .doNotDisturb(.on), .message("bob", "hi") { $0.expires = 10 },
        then: ["hold hi", "alarm 10.0 seconds"]),
      .at(10, .doNotDisturb(.off))),
  ])
  func `a quiet time holds messages back`(script: PresentationScript) { script.play() }

  @Test(arguments: [
    PresentationScript(
      "a locked screen counts messages, and each is shown with its text afterwards",
      .at(0, .screen(.locked), .message("bob", "hi"), then: ["hold hi", "show 1 bob: \(hidden)"]),
      .at(1),
      .at(
        2, .message("eve", "ho") { $0.title = "SECRET" }, .message("bob", "hu"),
        then: ["hold ho hu", "show 1 3 messages wait: bob: 2\neve: 1\n\(hidden)"]),
      .at(
        3, .screen(.unlocked),
        then: [
          "close 1", "release hi ho hu", "show 2 bob: hi", "mark hi shown",
          "show 3 eve: SECRET: ho",
          "mark ho shown", "show 4 bob: hu", "mark hu shown",
        ])),
    PresentationScript(
      "many messages behind the lock are folded as others",
      .at(
        0, .screen(.locked), .message("bob", "1"), .message("bob", "2"), .message("bob", "3"),
        .message("eve", "4"), .message("eve", "5"),
        then: ["hold 1 2 3 4 5", "show 1 5 messages wait: bob: 3\neve: 2\n\(hidden)"]),
      .at(
        1, .policy { $0.popupLimit = RateLimit(count: 1, per: .seconds(10)) },
        .screen(.unlocked),
        then: [
          "close 1", "release 1 2 3 4 5", "show 2 bob: 1", "mark 1 shown",
          "show 3 4 more from eve: messngr inbox shows them.", "mark 2 3 4 5 shown",
        ])),
    PresentationScript(
      "a new agent counts what came before it",
      .at(0, .screen(.locked), .message("bob", "hi"), then: ["hold hi", "show 1 bob: \(hidden)"]),
      .at(
        1, .agentRestarts, .message("bob", "ho"),
        then: ["hold ho", "show 2 2 messages wait: bob: 2\n\(hidden)"]),
      .at(
        2, .screen(.unlocked),
        then: [
          "close 2", "release hi ho", "show 3 bob: hi", "mark hi shown", "show 4 bob: ho",
          "mark ho shown",
        ])),
    PresentationScript(
      "a count that the user closed comes back with the next message",
      .at(0, .screen(.locked), .message("bob", "hi"), then: ["hold hi", "show 1 bob: \(hidden)"]),
      .at(
        1, .display(.dismissed(PopupID(rawValue: 1))), .message("bob", "ho"),
        then: ["hold ho", "show 2 2 messages wait: bob: 2\n\(hidden)"])),
    PresentationScript(
      "a message that was read on the locked screen does not come back",
      .at(0, .screen(.locked), .message("bob", "hi"), then: ["hold hi", "show 1 bob: \(hidden)"]),
      .at(1, .reading("hi"), .screen(.unlocked), then: ["close 1"])),
    PresentationScript(
      "a locked screen can hide the popup",
      .at(
        0, .screen(.locked), .policy { $0.lockScreen = .hide }, .message("bob", "hi"),
        then: ["hold hi"]),
      .at(1, .screen(.unlocked), then: ["release hi", "show 1 bob: hi", "mark hi shown"])),
    PresentationScript(
      "a locked screen can show everything",
      .at(
        0, .screen(.locked), .policy { $0.lockScreen = .show }, .message("bob", "hi"),
        then: ["show 1 bob: hi", "mark hi shown"])),
    PresentationScript(
      "messages wait until the desktop says whether it is locked",
      .at(0, .screen(.unknown), .message("bob", "hi"), then: ["alarm 5.0 seconds"]),
      .at(5, .screen(.unlocked), then: ["show 1 bob: hi", "mark hi shown"])),
  ])
  func `a locked screen protects the text`(script: PresentationScript) { script.play() }
}
