// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Messages
import Testing

@testable import AgentPolicy
@testable import MessengerAgent

/// The presenter with displays that fail, and with impossible times.
@Suite(.timeLimit(.minutes(1))) struct DisplayFailureTests {
  @Test func `a popup that failed is shown later, and not as a repeat`()
    async throws
  {
    try await PresenterFixture.with { fixture in
      fixture.display.fail(.absent("the test says so"))
      for text in ["one", "two"] { try fixture.store(text) }
      #expect(await fixture.show() == [])
      await fixture.presenter.present()
      let popups = fixture.display.shown
      #expect(popups.map(\.body) == ["one", "two"])
      #expect(popups.allSatisfy { !$0.summary.contains("×") })
    }
  }

  @Test
  func `a popup over which the display failed comes again in a simpler form`()
    async throws
  {
    try await PresenterFixture.with { fixture in
      fixture.display.fail(.failed("the test says so"), .failed("the test says so"))
      for text in ["one", "two"] { try fixture.store(text) { $0.icon = "killer" } }
      #expect(await fixture.show() == [])
      #expect(await fixture.show() == [])
      await fixture.presenter.present()
      let popups = fixture.display.shown
      #expect(popups.map(\.icon) == [nil, .name("killer")])
      #expect(popups.map(\.body) == ["messngr read 1 shows it.", "two"])
      #expect(try fixture.inbox.counts().unshown == 0)
    }
  }

  @Test func `impossible times do not stop the presenter`() async throws {
    for time in [Int64.min, .max] {
      try await PresenterFixture.with { fixture in
        try fixture.inbox.set(SettingKey.doNotDisturb, to: "until \(time)")
        fixture.time.withLock { $0 = UnixTime(milliseconds: time) }
        try fixture.store("one") { $0.expires = .max }
        await fixture.presenter.present()
        fixture.time.withLock { $0 = UnixTime(milliseconds: -1) }
        try fixture.store("two") { $0.expires = 0 }
        await fixture.presenter.present()
      }
    }
  }

  @Test func `a popup that was refused is not tried again, and holds up no other`() async throws {
    try await PresenterFixture.with { fixture in
      fixture.display.fail(.refused("the test says so"))
      for text in ["one", "two"] { try fixture.store(text) }
      #expect(await fixture.show() == ["two"])
      #expect(await fixture.show() == [])
    }
  }

  @Test
  func
    `the presenter tries a failing display again, and waits for an absent one`()
    async throws
  {
    try await PresenterFixture.with { fixture in
      try fixture.store("one")
      fixture.display.fail(.absent("the test says so"))
      #expect(await fixture.presenter.present() != nil)
      fixture.display.set(isPresent: false)
      #expect(await fixture.presenter.present() == nil)
    }
  }

  @Test func `a display is not asked when there is nothing to show`() async throws {
    try await PresenterFixture.with { fixture in
      fixture.display.interlude { Issue.record("the display was asked") }
      #expect(await fixture.show() == [])
    }
  }
}
