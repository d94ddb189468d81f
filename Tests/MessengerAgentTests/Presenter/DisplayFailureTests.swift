// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Messages
import Testing

@testable import MessengerAgent

/// A display that fails, and times that fail all reckoning: the presenter goes on.
@Suite(.timeLimit(.minutes(1))) struct DisplayFailureTests {
  @Test func `a popup that failed is shown by itself when it can be, not as said twice`()
    async throws
  {
    try await PresenterDesk.with { desk in
      desk.display.fail(.absent("the test says so"))
      for text in ["one", "two"] { try desk.store(text) }
      #expect(await desk.show() == [])
      _ = await desk.presenter.presentAll()
      let popups = desk.display.shown
      #expect(popups.map(\.body) == ["one", "two"])
      #expect(popups.allSatisfy { !$0.summary.contains("×") })
    }
  }

  @Test
  func `a popup over which the display died comes again in a simpler form, the others as they are`()
    async throws
  {
    try await PresenterDesk.with { desk in
      desk.display.fail(.failed("the test says so"), .failed("the test says so"))
      for text in ["one", "two"] { try desk.store(text) { $0.icon = "killer" } }
      #expect(await desk.show() == [])
      #expect(await desk.show() == [])
      _ = await desk.presenter.presentAll()
      let popups = desk.display.shown
      #expect(popups.map(\.icon) == [nil, .name("killer")])
      #expect(popups.map(\.body) == ["messngr inbox shows it.", "two"])
      #expect(try desk.inbox.counts().unshown == 0)
    }
  }

  @Test func `times that cannot be stop nobody`() async throws {
    for time in [Int64.min, .max] {
      try await PresenterDesk.with { desk in
        try desk.inbox.set(SettingKey.doNotDisturb, to: "until \(time)")
        desk.time.withLock { $0 = UnixTime(milliseconds: time) }
        try desk.store("one") { $0.expires = .max }
        _ = await desk.presenter.presentAll()
        desk.time.withLock { $0 = UnixTime(milliseconds: -1) }
        try desk.store("two") { $0.expires = 0 }
        _ = await desk.presenter.presentAll()
      }
    }
  }

  @Test func `a popup that was refused is not tried again, and holds up no other`() async throws {
    try await PresenterDesk.with { desk in
      desk.display.fail(.refused("the test says so"))
      for text in ["one", "two"] { try desk.store(text) }
      #expect(await desk.show() == ["two"])
      #expect(await desk.show() == [])
    }
  }

  @Test
  func
    `a display that is there and fails is tried again after a while, one that is not is waited for`()
    async throws
  {
    try await PresenterDesk.with { desk in
      try desk.store("one")
      desk.display.fail(.absent("the test says so"))
      #expect(await desk.presenter.presentAll() != nil)
      desk.display.set(isPresent: false)
      #expect(await desk.presenter.presentAll() == nil)
    }
  }

  @Test func `without anything to show nobody is asked`() async throws {
    try await PresenterDesk.with { desk in
      desk.display.interlude { Issue.record("the display was asked") }
      #expect(await desk.show() == [])
    }
  }
}
