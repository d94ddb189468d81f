// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Notifications

extension DesktopTests {
  /// The sessions of logind, as a watcher reports them.
  @Suite struct SessionLockTests {
    private let bus: PrivateBus
    private let watched: WatchedDesktop
    private var me: UInt32 { WatchedDesktop.userID }

    init() throws {
      bus = try PrivateBus()
      watched = WatchedDesktop(on: bus)
    }

    @Test(.timeLimit(.minutes(2)))
    func `locking and unlocking are reported at once`() async throws {
      let login = try MockLogin(on: bus)
      try login.add("1", of: me)
      try await watched.follow { next in
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
      #expect(await watched.firstState().isLocked)
    }

    @Test(.timeLimit(.minutes(2)))
    func `of two sessions each can lock, in either order of unlocking`() async throws {
      let login = try MockLogin(on: bus)
      try login.add("1", of: me)
      try login.add("2", of: me, type: "x11", isActive: false)
      try await watched.follow { next in
        await next(false)
        for (first, last) in [("1", "2"), ("2", "1")] {
          try login.lock(last)
          await next(true)
          try login.lock(first)
          try login.lock(first, false)
          #expect(await watched.firstState().isLocked)
          try login.lock(last, false)
          await next(false)
        }
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a session that opens later, or ends while it is locked, counts`() async throws {
      let login = try MockLogin(on: bus)
      try login.add("1", of: me)
      try await watched.follow { next in
        await next(false)
        try login.add("2", of: me)
        try login.lock("2")
        await next(true)
        try login.remove("2")
        await next(false)
        try login.lock("1")
        await next(true)
        try login.beginClosing("1")
        await next(false)
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `the end of logind unlocks`() async throws {
      let login = try MockLogin(on: bus)
      try login.add("1", of: me)
      try login.lock("1")
      try await watched.follow { next in
        await next(true)
        login.end()
        await next(false)
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `sessions of other users and greeters do not count, and a text console does`()
      async throws
    {
      let login = try MockLogin(on: bus)
      try login.add("1", of: me)
      try login.add("2", of: me + 1)
      try login.add("3", of: me, class: "greeter")
      try login.add("4", of: me, type: "tty")
      try login.lock("2")
      try login.lock("3")
      try await watched.follow { next in
        await next(false)
        // A desktop of startx is in the session of its console.
        try login.lock("4")
        await next(true)
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a session ends when logind removes it, or begins to close it`() async throws {
      let login = try MockLogin(on: bus)
      for session in ["1", "2", "3"] { try login.add(session, of: me) }
      try await watched.follow { next in
        await next { !$0.hasEnded(session: "2") && $0.hasEnded(session: "4") }
        try login.remove("2")
        await next { $0.hasEnded(session: "2") && !$0.hasEnded(session: "3") }
        try login.beginClosing("3")
        await next { $0.hasEnded(session: "3") && !$0.hasEnded(session: "1") }
        login.end()
        await next { !$0.hasEnded(session: "3") }
      }
    }

    @Test(.timeLimit(.minutes(2)), arguments: [true, false])
    func `without logind, or without a bus, the screen is not locked`(hasBus: Bool) async throws {
      if !hasBus { bus.stop() }
      let state = await watched.firstState()
      #expect(!state.isLocked && !state.hasEnded(session: "1") && !state.hasBusEnded)
    }

    @Test func `the watcher starts neither logind nor a screensaver`() async throws {
      let names = ["org.freedesktop.login1"] + ScreenSaver.all.map(\.name)
      for name in names {
        try bus.offer(name, startedBy: "/usr/bin/touch \(bus.directory.path)/\(name)")
      }
      #expect(!(await watched.firstState().isLocked))
      for name in names {
        #expect(!FileManager.default.fileExists(atPath: "\(bus.directory.path)/\(name)"))
      }
    }
  }
}
