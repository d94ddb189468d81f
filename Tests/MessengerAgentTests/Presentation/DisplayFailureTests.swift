// SPDX-License-Identifier: Apache-2.0

import Inbox
import LinuxSystem
import Messages
import Testing

@testable import AgentPolicy
@testable import MessengerAgent

/// A display that fails, and times that fail all reckoning: the presenter goes on.
@Suite(.timeLimit(.minutes(1))) struct DisplayFailureTests {
  @Test func `a popup that failed is shown by itself when it can be, not as said twice`()
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
  func `a popup over which the display died comes again in a simpler form, the others as they are`()
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
      #expect(popups.map(\.body) == ["messngr inbox shows it.", "two"])
      #expect(try fixture.inbox.counts().unshown == 0)
    }
  }

  @Test func `times that cannot be stop nobody`() async throws {
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
    `a display that is there and fails is tried again after a while, one that is not is waited for`()
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

  @Test func `without anything to show nobody is asked`() async throws {
    try await PresenterFixture.with { fixture in
      fixture.display.interlude { Issue.record("the display was asked") }
      #expect(await fixture.show() == [])
    }
  }
}
