// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inbox
import Logging
import Messages
import Synchronization
import SystemPackage
import Testing

@testable import MessengerAgent

/// What is shown when, on a display that the test plays.
@Suite struct PresenterTests {
  /// An inbox, a presenter on it, and a clock that the test sets.
  private final class Desk: Sendable {
    let inbox: Inbox
    let display: SpyDisplay
    let doorbell = Doorbell()
    let screen = Screen()
    let now = Mutex(UnixTime(milliseconds: 1_800_000_000_000))

    init(_ inbox: Inbox, _ display: SpyDisplay) {
      self.inbox = inbox
      self.display = display
    }

    func store(_ text: String, _ change: (inout MessageAttributes) -> Void = { _ in }) throws {
      var attributes = MessageAttributes()
      attributes.id = MessageID()
      change(&attributes)
      let delivery = Delivery(
        id: attributes.id ?? MessageID(),
        message: Message(from: "OPS", to: "me", text: text, attributes: attributes), sender: 1000,
        senderName: "ops", origin: .mailslot, arrival: now.withLock(\.self))
      _ = try inbox.store([delivery])
      doorbell.ring()
    }

    func ring() { doorbell.ring() }
  }

  private func withDesk(
    isPresent: Bool = true, _ configuration: AgentConfiguration = AgentConfiguration(),
    _ body: @escaping @Sendable (Desk) async throws -> Void
  ) async throws {
    let folder = "/tmp/messngr-presenter-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let inbox = try Inbox.open(at: FilePath(folder).appending("inbox.sqlite"), ifCorrupt: .refuse)
    let desk = Desk(inbox, SpyDisplay(isPresent: isPresent))
    let presenter = Presenter(
      inbox: inbox, settings: AgentSettings(configuration), display: desk.display,
      desk: ReceiptDesk(), doorbell: desk.doorbell, displayBell: Doorbell(),
      screen: desk.screen, clock: WallClock { desk.now.withLock(\.self) },
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    try await withThrowingTaskGroup { group in
      group.addTask { try await presenter.run() }
      try await body(desk)
      group.cancelAll()
    }
    try inbox.close()
  }

  private static func texts(_ display: SpyDisplay, _ count: Int) async -> [String] {
    var bodies: [String] = []
    for await popup in display.popups {
      bodies.append(popup.body)
      if bodies.count == count { break }
    }
    return bodies
  }

  @Test func `messages are shown in their order, and once`() async throws {
    try await withDesk { desk in
      for text in ["one", "two", "three"] { try desk.store(text) }
      #expect(await Self.texts(desk.display, 3) == ["one", "two", "three"])
      try desk.store("four")
      #expect(await Self.texts(desk.display, 1) == ["four"])
      #expect(desk.display.shown.count == 4)
    }
  }

  @Test func `a popup that failed is shown by itself when it can be, not as said twice`()
    async throws
  {
    try await withDesk { desk in
      desk.display.fail(1)
      try desk.store("one")
      try desk.store("two")
      desk.display.emit(.appeared)
      // Whichever ring came last, the first has failed and nothing has counted it.
      while desk.display.shown.count < 2 {
        desk.ring()
        await Task.yield()
      }
      #expect(desk.display.shown.map(\.body) == ["one", "two"])
      #expect(desk.display.shown.allSatisfy { !$0.summary.contains("×") })
    }
  }

  @Test func `do not disturb holds, urgent breaks through, and the digest waits for a display`()
    async throws
  {
    try await withDesk { desk in
      try desk.inbox.set(SettingKey.doNotDisturb, to: "on")
      for number in 1...5 { try desk.store("held \(number)") }
      try desk.store("urgent") { $0.urgency = .critical }
      #expect(await Self.texts(desk.display, 1) == ["urgent"])
      desk.display.set(isPresent: false)
      try desk.inbox.set(SettingKey.doNotDisturb, to: nil)
      desk.ring()
      desk.display.set(isPresent: true)
      _ = await Self.texts(desk.display, 1)
      #expect(desk.display.shown.last?.summary.hasPrefix("5 messages") == true)
    }
  }

  @Test func `a clock that is set back shows nothing again and loses nothing`() async throws {
    try await withDesk { desk in
      try desk.store("before")
      #expect(await Self.texts(desk.display, 1) == ["before"])
      desk.now.withLock { $0 = UnixTime(milliseconds: 1_000_000_000_000) }
      try desk.store("after")
      #expect(await Self.texts(desk.display, 1) == ["after"])
      // What is shown is noted before the next is: all but the last are noted now.
      try desk.store("last")
      #expect(await Self.texts(desk.display, 1) == ["last"])
      #expect(desk.display.shown.count == 3)
      #expect(try desk.inbox.counts().unshown <= 1)
    }
  }

  @Test func `a locked screen shows who wrote, and what when it is unlocked`() async throws {
    try await withDesk { desk in
      _ = desk.screen.set(isLocked: true)
      try desk.store("secret")
      #expect(await Self.texts(desk.display, 1) == [MessageRendering.hiddenText])
      _ = desk.screen.set(isLocked: false)
      desk.ring()
      #expect(await Self.texts(desk.display, 1) == ["secret"])
      #expect(desk.display.shown.last?.replaces == PopupID(rawValue: 1))
    }
  }

  @Test func `a new popup daemon's numbers are not those of the old one`() async throws {
    try await withDesk { desk in
      try desk.store("one")
      #expect(await Self.texts(desk.display, 1) == ["one"])
      // About a popup that is none of ours, but will be the number of the next.
      desk.display.emit(.clicked(PopupID(rawValue: 2)))
      desk.display.set(isPresent: false)
      desk.display.set(isPresent: true)
      try desk.store("two")
      #expect(await Self.texts(desk.display, 1) == ["two"])
      try desk.store("three")
      #expect(await Self.texts(desk.display, 1) == ["three"])
      #expect(try desk.inbox.counts().unread == 3)
    }
  }
}
