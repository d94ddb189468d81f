// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Messages
import Testing

@testable import AgentPolicy
@testable import AgentSupport
@testable import MessengerAgent

/// The presenter on a real inbox, with a display that the test controls.
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

  @Test func `the presenter shows messages until it is cancelled, and stores what the user does`()
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

  // MARK: Held messages

  @Test
  func
    `do-not-disturb holds messages, critical ones break through, and the digest waits for a display`()
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

  @Test func `a message that arrives after do-not-disturb began is held`()
    async throws
  {
    try await PresenterFixture.with { fixture in
      try fixture.store("before")
      // Between two reads of the inbox.
      fixture.display.interlude {
        try fixture.set(.on)
        try fixture.store("after")
      }
      #expect(await fixture.show() == ["before"])
      try fixture.set(.off)
      #expect(await fixture.show() == ["after"])
    }
  }

  @Test func `do-not-disturb until a time ends then, and an alarm is set for it`() async throws {
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

  @Test func `a locked screen shows the sender, and an unlocked one each text`() async throws {
    try await PresenterFixture.with { fixture in
      _ = fixture.screenLock.set(isLocked: true)
      let ids = try ["one", "two", "three"].map { try fixture.store($0) }
      await fixture.presenter.present()
      #expect(fixture.display.shown.map(\.summary) == ["3 messages wait"])
      #expect(try ids.map(fixture.state) == [.stored, .stored, .stored])
      _ = fixture.screenLock.set(isLocked: false)
      #expect(await fixture.show() == ["one", "two", "three"])
      #expect(fixture.display.closed == [PopupID(rawValue: 1)])
      #expect(try ids.map(fixture.state) == [.shown, .shown, .shown])
    }
  }

  @Test func `a screen that is locked for a moment holds messages only until it is unlocked`()
    async throws
  {
    var configuration = AgentConfiguration()
    configuration.presentation.lockScreen = .hide
    try await PresenterFixture.with(configuration) { fixture in
      try fixture.store("hello")
      // After the presenter has read the state of the screen for the first time.
      fixture.display.interlude { _ = fixture.screenLock.set(isLocked: true) }
      #expect(await fixture.show() == [])
      _ = fixture.screenLock.set(isLocked: false)
      #expect(await fixture.show() == ["hello"])
    }
  }

  @Test func `a new entry of the quiet list counts from the next message on`() async throws {
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

  @Test func `a clock that is set back repeats no message and loses none`() async throws {
    try await PresenterFixture.with { fixture in
      try fixture.store("before")
      #expect(await fixture.show() == ["before"])
      fixture.time.withLock { $0 = UnixTime(milliseconds: 1_000_000_000_000) }
      try fixture.store("after")
      #expect(await fixture.show() == ["after"])
      #expect(try fixture.inbox.counts().unshown == 0)
    }
  }

  @Test func `a message that expires before a display comes is not shown`() async throws {
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

  // MARK: Events

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
  func `what the user does with a popup changes the message`(
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

  @Test func `a click counts even before the display has said the number of the popup`()
    async throws
  {
    try await PresenterFixture.with { fixture in
      let id = try fixture.store("hello")
      await fixture.presenter.handle(.display(.clicked(PopupID(rawValue: 1))))
      #expect(await fixture.show() == ["hello"])
      #expect(try fixture.state(of: id) == .read)
    }
  }

  @Test func `events of an old popup daemon do not count for a new one`() async throws {
    try await PresenterFixture.with { fixture in
      try fixture.store("one")
      #expect(await fixture.show() == ["one"])
      // The number of a foreign popup, which the next popup will have, too.
      await fixture.presenter.handle(.display(.clicked(PopupID(rawValue: 2))))
      await fixture.presenter.handle(.display(.vanished))
      await fixture.presenter.handle(.display(.appeared(server: "2")))
      for text in ["two", "three"] { try fixture.store(text) }
      #expect(await fixture.show() == ["two", "three"])
      #expect(try fixture.inbox.counts().unread == 3)
    }
  }

  @Test func `a message that is read elsewhere or retracted leaves the screen`() async throws {
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

  @Test func `a message that is retracted while the display draws it leaves the screen`()
    async throws
  {
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

  @Test func `a burst becomes a few popups and a summary`() async throws {
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
