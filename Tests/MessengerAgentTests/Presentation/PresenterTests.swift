// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Messages
import Testing

@testable import AgentPolicy
@testable import MessengerAgent

/// What is shown when, on a display that the test plays.
@Suite(.timeLimit(.minutes(1))) struct PresenterTests {
  @Test func `messages are shown in their order, and once`() async throws {
    try await PresenterFixture.with { fixture in
      for text in ["one", "two", "three"] { try fixture.store(text) }
      #expect(await fixture.show() == ["one", "two", "three"])
      try fixture.store("four")
      #expect(await fixture.show() == ["four"])
      #expect(try fixture.inbox.counts().unshown == 0)
    }
  }

  @Test func `it shows what comes until it is cancelled, and notes what the person does`()
    async throws
  {
    try await PresenterFixture.with { fixture in
      let (shown, sink) = AsyncStream.makeStream(of: MessageID.self)
      let id = try fixture.store("hello")
      fixture.display.interlude { sink.yield(id) }
      try await fixture.inbox.withChanges { changes in
        await withThrowingTaskGroup { group in
          group.addTask { try await fixture.presenter.run() }
          for await _ in shown { break }
          fixture.display.emit(.clicked(PopupID(rawValue: 1)))
          for await _ in changes {
            if (try? fixture.state(of: id)) == .read { break }
          }
          group.cancelAll()
        }
      }
      #expect(try fixture.state(of: id) == .read)
    }
  }

  // MARK: Not now

  @Test func `do not disturb holds, urgent breaks through, and the digest waits for a display`()
    async throws
  {
    try await PresenterFixture.with { fixture in
      try fixture.set(.on)
      for number in 1...5 { try fixture.store("held \(number)") }
      try fixture.store("urgent") { $0.urgency = .critical }
      #expect(await fixture.show() == ["urgent"])
      fixture.display.set(isPresent: false)
      try fixture.set(.off)
      #expect(await fixture.show() == [])
      fixture.display.set(isPresent: true)
      await fixture.presenter.present()
      #expect(fixture.display.shown.map(\.summary).map { $0.hasPrefix("5 messages") } == [true])
      #expect(await fixture.show() == [])
    }
  }

  @Test func `what comes after silence was asked for is not shown, however late that was`()
    async throws
  {
    try await PresenterFixture.with { fixture in
      try fixture.store("before")
      // Between two looks at the inbox.
      fixture.display.interlude {
        try fixture.set(.on)
        try fixture.store("after")
      }
      #expect(await fixture.show() == ["before"])
      try fixture.set(.off)
      #expect(await fixture.show() == ["after"])
    }
  }

  @Test func `silence until a time ends then, and that is known before`() async throws {
    try await PresenterFixture.with { fixture in
      let end = fixture.time.withLock { $0.advanced(bySeconds: 60) }
      try fixture.set(.until(end))
      try fixture.store("held")
      let next = try #require(await fixture.presenter.present())
      #expect((.seconds(50)...(.seconds(61))).contains(ContinuousClock.now.duration(to: next)))
      #expect(fixture.display.shown.isEmpty)
      fixture.time.withLock { $0 = end }
      #expect(await fixture.show() == ["held"])
    }
  }

  @Test func `a locked screen shows who wrote, and what when it is unlocked`() async throws {
    try await PresenterFixture.with { fixture in
      _ = fixture.screenLock.set(isLocked: true)
      try fixture.store("secret")
      #expect(await fixture.show() == [MessageRendering.hiddenText])
      _ = fixture.screenLock.set(isLocked: false)
      await fixture.presenter.present()
      let popups = fixture.display.shown
      #expect(popups.map(\.body) == ["secret"])
      #expect(popups.map(\.replaces) == [PopupID(rawValue: 1)])
    }
  }

  @Test func `a screen that is locked for a moment holds nothing back for longer`() async throws {
    var configuration = AgentConfiguration()
    configuration.presentation.lockScreen = .hide
    try await PresenterFixture.with(configuration) { fixture in
      try fixture.store("hello")
      // After the presenter has looked at the screen last.
      fixture.display.interlude { _ = fixture.screenLock.set(isLocked: true) }
      #expect(await fixture.show() == [])
      _ = fixture.screenLock.set(isLocked: false)
      #expect(await fixture.show() == ["hello"])
    }
  }

  @Test func `a sender that is made quiet is, from the next message on`() async throws {
    try await PresenterFixture.with { fixture in
      try fixture.store("loud")
      #expect(await fixture.show() == ["loud"])
      var configuration = fixture.settings.configuration
      configuration.presentation.quiet = [try #require(SenderPattern("ops"))]
      fixture.settings.replace(with: configuration)
      try fixture.store("quiet")
      #expect(await fixture.show() == [])
      #expect(try fixture.inbox.counts().held == 1)
    }
  }

  // MARK: Time

  @Test func `a clock that is set back shows nothing again and loses nothing`() async throws {
    try await PresenterFixture.with { fixture in
      try fixture.store("before")
      #expect(await fixture.show() == ["before"])
      fixture.time.withLock { $0 = UnixTime(milliseconds: 1_000_000_000_000) }
      try fixture.store("after")
      #expect(await fixture.show() == ["after"])
      #expect(try fixture.inbox.counts().unshown == 0)
    }
  }

  @Test func `what expires before it can be shown is not shown`() async throws {
    try await PresenterFixture.with { fixture in
      fixture.display.set(isPresent: false)
      let id = try fixture.store("stale") { $0.expires = 10 }
      #expect(await fixture.presenter.present() != nil)
      fixture.time.withLock { $0 = $0.advanced(bySeconds: 10) }
      fixture.display.set(isPresent: true)
      #expect(await fixture.show() == [])
      #expect(try fixture.state(of: id) == .expired)
    }
  }

  // MARK: What the person, and others, do

  static let acts: [(DisplayEvent, MessageState, answer: String?)] = [
    (.clicked(PopupID(rawValue: 1)), .read, nil),
    (.dismissed(PopupID(rawValue: 1)), .dismissed, nil),
    (.chose(PopupID(rawValue: 1), key: "ok"), .answered, "ok"),
    (.replied(PopupID(rawValue: 1), text: "on my way"), .answered, "on my way"),
    (.chose(PopupID(rawValue: 1), key: "not offered"), .shown, nil),
    (.replied(PopupID(rawValue: 1), text: "\u{1B}]0;x\u{7}\u{202E}on"), .answered, "]0;xon"),
    (.faded(PopupID(rawValue: 1)), .shown, nil), (.clicked(PopupID(rawValue: 2)), .shown, nil),
  ]

  @Test(arguments: acts)
  func `what the person does with a popup becomes of the message`(
    event: DisplayEvent, state: MessageState, answer: String?
  ) async throws {
    try await PresenterFixture.with { fixture in
      let id = try fixture.store("hello") {
        $0.actions = [MessageAction("ok=OK")].compactMap(\.self)
        $0.receipt = [.answered]
      }
      #expect(await fixture.show() == ["hello"])
      await fixture.presenter.handle(.display(event))
      await fixture.presenter.present()
      let record = try fixture.inbox.message(id: id)
      #expect(record?.state == state)
      #expect(record?.answer == answer)
    }
  }

  @Test func `what the person does before the display has said the popup's number counts`()
    async throws
  {
    try await PresenterFixture.with { fixture in
      let id = try fixture.store("hello")
      await fixture.presenter.handle(.display(.clicked(PopupID(rawValue: 1))))
      #expect(await fixture.show() == ["hello"])
      #expect(try fixture.state(of: id) == .read)
    }
  }

  @Test func `a new popup daemon's numbers are not those of the old one`() async throws {
    try await PresenterFixture.with { fixture in
      try fixture.store("one")
      #expect(await fixture.show() == ["one"])
      // About a popup that is none of ours, but will be the number of the next.
      await fixture.presenter.handle(.display(.clicked(PopupID(rawValue: 2))))
      await fixture.presenter.handle(.display(.vanished))
      await fixture.presenter.handle(.display(.appeared))
      for text in ["two", "three"] { try fixture.store(text) }
      #expect(await fixture.show() == ["two", "three"])
      #expect(try fixture.inbox.counts().unread == 3)
    }
  }

  @Test func `what is read elsewhere or taken back leaves the screen`() async throws {
    try await PresenterFixture.with { fixture in
      let (read, taken) = (try fixture.store("one"), try fixture.store("two"))
      #expect(await fixture.show() == ["one", "two"])
      let number = try #require(try fixture.inbox.message(id: read)).number
      _ = try fixture.inbox.mark([number], as: .read, at: fixture.time.withLock(\.self))
      try fixture.store("never mind") { $0.retracts = taken }
      await fixture.presenter.handle(.inboxChanged)
      await fixture.presenter.present()
      #expect(Set(fixture.display.closed.map(\.rawValue)) == [1, 2])
      #expect(await fixture.show() == [])
    }
  }

  @Test func `what is read or taken back while it is drawn leaves the screen, too`() async throws {
    try await PresenterFixture.with { fixture in
      let id = try fixture.store("one")
      try fixture.store("two")
      fixture.display.interlude {
        fixture.display.interlude { try fixture.store("never mind") { $0.retracts = id } }
      }
      #expect(await fixture.show() == ["one", "two"])
      #expect(fixture.display.closed == [PopupID(rawValue: 1)])
      #expect(try fixture.state(of: id) == .retracted)
    }
  }

  @Test func `a burst is a few popups and one that stands for the rest`() async throws {
    try await PresenterFixture.with { fixture in
      for number in 1...20 { try fixture.store("message \(number)") }
      await fixture.presenter.present()
      let popups = fixture.display.shown
      #expect(popups.prefix(5).map(\.body) == (1...5).map { "message \($0)" })
      #expect(popups.last?.summary == "15 more from ops")
      #expect(try fixture.inbox.counts().unshown == 0)
    }
  }
}
