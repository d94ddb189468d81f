// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Messages
import Testing

@testable import MessengerAgent

/// What is shown when, on a display that the test plays.
@Suite(.timeLimit(.minutes(1))) struct PresenterTests {
  @Test func `messages are shown in their order, and once`() async throws {
    try await PresenterDesk.with { desk in
      for text in ["one", "two", "three"] { try desk.store(text) }
      #expect(await desk.show() == ["one", "two", "three"])
      try desk.store("four")
      #expect(await desk.show() == ["four"])
      #expect(try desk.inbox.counts().unshown == 0)
    }
  }

  @Test func `it shows what comes until it is cancelled, and notes what the person does`()
    async throws
  {
    try await PresenterDesk.with { desk in
      let (shown, sink) = AsyncStream.makeStream(of: MessageID.self)
      let id = try desk.store("hello")
      desk.display.interlude { sink.yield(id) }
      try await desk.inbox.withChanges { changes in
        await withThrowingTaskGroup { group in
          group.addTask { try await desk.presenter.run() }
          for await _ in shown { break }
          desk.display.emit(.clicked(PopupID(rawValue: 1)))
          for await _ in changes {
            if (try? desk.state(of: id)) == .read { break }
          }
          group.cancelAll()
        }
      }
      #expect(try desk.state(of: id) == .read)
    }
  }

  // MARK: Not now

  @Test func `do not disturb holds, urgent breaks through, and the digest waits for a display`()
    async throws
  {
    try await PresenterDesk.with { desk in
      try desk.disturb(.on)
      for number in 1...5 { try desk.store("held \(number)") }
      try desk.store("urgent") { $0.urgency = .critical }
      #expect(await desk.show() == ["urgent"])
      desk.display.set(isPresent: false)
      try desk.disturb(.off)
      #expect(await desk.show() == [])
      desk.display.set(isPresent: true)
      _ = await desk.presenter.presentAll()
      #expect(desk.display.shown.map(\.summary).map { $0.hasPrefix("5 messages") } == [true])
      #expect(await desk.show() == [])
    }
  }

  @Test func `what comes after silence was asked for is not shown, however late that was`()
    async throws
  {
    try await PresenterDesk.with { desk in
      try desk.store("before")
      // Between two looks at the inbox.
      desk.display.interlude {
        try desk.disturb(.on)
        try desk.store("after")
      }
      #expect(await desk.show() == ["before"])
      try desk.disturb(.off)
      #expect(await desk.show() == ["after"])
    }
  }

  @Test func `silence until a time ends then, and that is known before`() async throws {
    try await PresenterDesk.with { desk in
      let end = desk.time.withLock { $0.advanced(bySeconds: 60) }
      try desk.disturb(.until(end))
      try desk.store("held")
      let next = try #require(await desk.presenter.presentAll())
      #expect((.seconds(50)...(.seconds(61))).contains(ContinuousClock.now.duration(to: next)))
      #expect(desk.display.shown.isEmpty)
      desk.time.withLock { $0 = end }
      #expect(await desk.show() == ["held"])
    }
  }

  @Test func `a locked screen shows who wrote, and what when it is unlocked`() async throws {
    try await PresenterDesk.with { desk in
      _ = desk.screen.set(isLocked: true)
      try desk.store("secret")
      #expect(await desk.show() == [MessageRendering.hiddenText])
      _ = desk.screen.set(isLocked: false)
      _ = await desk.presenter.presentAll()
      let popups = desk.display.shown
      #expect(popups.map(\.body) == ["secret"])
      #expect(popups.map(\.replaces) == [PopupID(rawValue: 1)])
    }
  }

  @Test func `a screen that is locked for a moment holds nothing back for longer`() async throws {
    var configuration = AgentConfiguration()
    configuration.lockScreen = .hide
    try await PresenterDesk.with(configuration) { desk in
      try desk.store("hello")
      // After the presenter has looked at the screen last.
      desk.display.interlude { _ = desk.screen.set(isLocked: true) }
      #expect(await desk.show() == [])
      _ = desk.screen.set(isLocked: false)
      #expect(await desk.show() == ["hello"])
    }
  }

  @Test func `a sender that is made quiet is, from the next message on`() async throws {
    try await PresenterDesk.with { desk in
      try desk.store("loud")
      #expect(await desk.show() == ["loud"])
      var configuration = desk.settings.configuration
      configuration.quiet = [try #require(SenderPattern("ops"))]
      desk.settings.replace(with: configuration)
      try desk.store("quiet")
      #expect(await desk.show() == [])
      #expect(try desk.inbox.counts().held == 1)
    }
  }

  // MARK: Time

  @Test func `a clock that is set back shows nothing again and loses nothing`() async throws {
    try await PresenterDesk.with { desk in
      try desk.store("before")
      #expect(await desk.show() == ["before"])
      desk.time.withLock { $0 = UnixTime(milliseconds: 1_000_000_000_000) }
      try desk.store("after")
      #expect(await desk.show() == ["after"])
      #expect(try desk.inbox.counts().unshown == 0)
    }
  }

  @Test func `what expires before it can be shown is not shown`() async throws {
    try await PresenterDesk.with { desk in
      desk.display.set(isPresent: false)
      let id = try desk.store("stale") { $0.expires = 10 }
      #expect(await desk.presenter.presentAll() != nil)
      desk.time.withLock { $0 = $0.advanced(bySeconds: 10) }
      desk.display.set(isPresent: true)
      #expect(await desk.show() == [])
      #expect(try desk.state(of: id) == .expired)
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
    try await PresenterDesk.with { desk in
      let id = try desk.store("hello") {
        $0.actions = [MessageAction("ok=OK")].compactMap(\.self)
        $0.receipt = [.answered]
      }
      #expect(await desk.show() == ["hello"])
      await desk.presenter.handle(event)
      let record = try desk.inbox.message(id: id)
      #expect(record?.state == state)
      #expect(record?.answer == answer)
    }
  }

  @Test func `what the person does before the display has said the popup's number counts`()
    async throws
  {
    try await PresenterDesk.with { desk in
      let id = try desk.store("hello")
      await desk.presenter.handle(.clicked(PopupID(rawValue: 1)))
      #expect(await desk.show() == ["hello"])
      #expect(try desk.state(of: id) == .read)
    }
  }

  @Test func `a new popup daemon's numbers are not those of the old one`() async throws {
    try await PresenterDesk.with { desk in
      try desk.store("one")
      #expect(await desk.show() == ["one"])
      // About a popup that is none of ours, but will be the number of the next.
      await desk.presenter.handle(.clicked(PopupID(rawValue: 2)))
      await desk.presenter.handle(.vanished)
      await desk.presenter.handle(.appeared)
      for text in ["two", "three"] { try desk.store(text) }
      #expect(await desk.show() == ["two", "three"])
      #expect(try desk.inbox.counts().unread == 3)
    }
  }

  @Test func `what is read elsewhere or taken back leaves the screen`() async throws {
    try await PresenterDesk.with { desk in
      let (read, taken) = (try desk.store("one"), try desk.store("two"))
      #expect(await desk.show() == ["one", "two"])
      let number = try #require(try desk.inbox.message(id: read)).number
      _ = try desk.inbox.mark([number], as: .read, at: desk.time.withLock(\.self))
      try desk.store("never mind") { $0.retracts = taken }
      await desk.presenter.lookForChanges()
      #expect(Set(desk.display.closed.map(\.rawValue)) == [1, 2])
      #expect(await desk.show() == [])
    }
  }

  @Test func `what is read or taken back while it is drawn leaves the screen, too`() async throws {
    try await PresenterDesk.with { desk in
      let id = try desk.store("one")
      try desk.store("two")
      desk.display.interlude {
        desk.display.interlude { try desk.store("never mind") { $0.retracts = id } }
      }
      #expect(await desk.show() == ["one", "two"])
      #expect(desk.display.closed == [PopupID(rawValue: 1)])
      #expect(try desk.state(of: id) == .retracted)
    }
  }

  @Test func `a burst is a few popups and one that stands for the rest`() async throws {
    try await PresenterDesk.with { desk in
      for number in 1...20 { try desk.store("message \(number)") }
      _ = await desk.presenter.presentAll()
      let popups = desk.display.shown
      #expect(popups.prefix(5).map(\.body) == (1...5).map { "message \($0)" })
      #expect(popups.last?.summary == "15 more from ops")
      #expect(try desk.inbox.counts().unshown == 0)
    }
  }
}
