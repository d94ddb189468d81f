// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Notifications

extension DesktopTests {
  @Suite struct LockScreenTests {
    private let bus: PrivateBus
    private let me: UInt32 = 4711

    init() throws { bus = try PrivateBus() }

    /// Runs a lock screen while `body` waits for its states.
    private func watch(
      _ body: (_ next: (Bool) async -> Void) async throws -> Void
    ) async throws {
      let lockScreen = LockScreen(ofUser: me, busAddress: bus.address)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await lockScreen.run() }
        var states = lockScreen.states.makeAsyncIterator()
        try await body { wanted in
          while let state = await states.next(isolation: #isolation), state != wanted {}
        }
        group.cancelAll()
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `locking and unlocking is told as it happens`() async throws {
      let login = try MockLogin(on: bus)
      try login.add("1", of: me)
      try await watch { next in
        await next(false)
        for _ in 1...3 {
          try login.lock("1")
          await next(true)
          try login.lock("1", false)
          await next(false)
        }
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a screen that was locked before is locked from the first word on`() async throws {
      let login = try MockLogin(on: bus)
      try login.add("1", of: me)
      try login.lock("1")
      let lockScreen = LockScreen(ofUser: me, busAddress: bus.address)
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await lockScreen.run() }
        for await state in lockScreen.states {
          #expect(state)
          break
        }
        group.cancelAll()
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a session that is opened later, comes to the front or ends is noticed`() async throws {
      let login = try MockLogin(on: bus)
      try login.add("1", of: me)
      try login.lock("1")
      try await watch { next in
        await next(true)
        try login.add("2", of: me)
        await next(false)
        try login.activate("2", false)
        await next(true)
        try login.activate("1", false)
        await next(false)
        login.end()
        await next(false)
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `other people's sessions, greeters and text logins say nothing`() async throws {
      let login = try MockLogin(on: bus)
      try login.add("1", of: me)
      try login.add("2", of: me + 1)
      try login.add("3", of: me, class: "greeter")
      try login.add("4", of: me, type: "tty")
      try login.lock("2")
      try login.lock("3")
      try await watch { next in
        await next(false)
        try login.lock("1")
        await next(true)
      }
    }

    @Test(.timeLimit(.minutes(2)), arguments: [true, false])
    func `without logind, or without a bus, nothing is locked`(hasBus: Bool) async throws {
      if !hasBus { bus.stop() }
      try await watch { next in await next(false) }
    }

    @Test func `logind is never started by being asked`() async throws {
      try bus.offer("org.freedesktop.login1", startedBy: "/bin/false")
      try await watch { next in await next(false) }
      #expect(
        !(try bus.call("org.freedesktop.DBus.ListNames", of: "org.freedesktop.DBus", at: "/"))
          .contains("login1"))
    }
  }
}

@Suite struct DesktopSessionTests {
  static let cases: [(String, [(graphical: Bool, active: Bool, locked: Bool)], Bool)] = [
    ("nobody is logged in", [], false),
    ("one desktop", [(true, true, false)], false),
    ("one desktop, locked", [(true, true, true)], true),
    ("two desktops, the one in front locked", [(true, true, true), (true, false, false)], true),
    (
      "two desktops, the one in the back locked", [(true, true, false), (true, false, true)], false
    ),
    ("two seats, one locked", [(true, true, true), (true, true, false)], false),
    ("switched away, and locked", [(true, false, true)], true),
    ("switched away, not locked", [(true, false, false)], false),
    ("a desktop, locked, and ssh", [(true, true, true), (false, true, false)], true),
    ("ssh only", [(false, true, false)], false),
  ]

  @Test(arguments: cases)
  func `the desktops in front decide`(
    name: String, sessions: [(graphical: Bool, active: Bool, locked: Bool)], isLocked: Bool
  ) {
    let sessions = sessions.map {
      DesktopSession(isGraphical: $0.graphical, isActive: $0.active, isLocked: $0.locked)
    }
    #expect(DesktopSession.isLocked(sessions) == isLocked)
  }
}
