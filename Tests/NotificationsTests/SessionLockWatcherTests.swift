// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Notifications

extension DesktopTests {
  @Suite struct SessionLockWatcherTests {
    private let bus: PrivateBus
    private let me: UInt32 = 4711

    init() throws { bus = try PrivateBus() }

    /// Runs a watcher while `body` waits for its states.
    private func watch(
      _ body: (_ next: (Bool) async -> Void) async throws -> Void
    ) async throws {
      let watcher = SessionLockWatcher(ofUser: me, busAddress: bus.address)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await watcher.run() }
        var states = watcher.states.makeAsyncIterator()
        try await body { wanted in
          while let state = await states.next(isolation: #isolation), state != wanted {}
        }
        group.cancelAll()
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `locking and unlocking are reported at once`() async throws {
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
    func `a screen that was locked before is reported as locked at first`() async throws {
      let login = try MockLogin(on: bus)
      try login.add("1", of: me)
      try login.lock("1")
      let watcher = SessionLockWatcher(ofUser: me, busAddress: bus.address)
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await watcher.run() }
        for await state in watcher.states {
          #expect(state)
          break
        }
        group.cancelAll()
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a session that opens later, becomes active or ends counts`() async throws {
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
    func `sessions of other users, greeters and text logins do not count`() async throws {
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
    func `without logind, or without a bus, the screen is not locked`(hasBus: Bool) async throws {
      if !hasBus { bus.stop() }
      try await watch { next in await next(false) }
    }

    @Test func `a call does not start logind`() async throws {
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
    ("no user is logged in", [], false),
    ("one desktop", [(true, true, false)], false),
    ("one desktop, locked", [(true, true, true)], true),
    ("two desktops, the active one locked", [(true, true, true), (true, false, false)], true),
    (
      "two desktops, the inactive one locked", [(true, true, false), (true, false, true)], false
    ),
    ("two seats, one locked", [(true, true, true), (true, true, false)], false),
    ("switched away, and locked", [(true, false, true)], true),
    ("switched away, not locked", [(true, false, false)], false),
    ("a desktop, locked, and ssh", [(true, true, true), (false, true, false)], true),
    ("ssh only", [(false, true, false)], false),
  ]

  @Test(arguments: cases)
  func `the active desktop sessions decide`(
    name: String, sessions: [(graphical: Bool, active: Bool, locked: Bool)], isLocked: Bool
  ) {
    let sessions = sessions.map {
      DesktopSession(isGraphical: $0.graphical, isActive: $0.active, isLocked: $0.locked)
    }
    #expect(DesktopSession.isLocked(sessions) == isLocked)
  }
}
