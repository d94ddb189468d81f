// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Notifications

extension DesktopTests {
  /// The screensavers of the session bus, as a watcher reports them.
  @Suite struct ScreenSaverTests {
    private let bus: PrivateBus
    private let watched: WatchedDesktop

    init() throws {
      bus = try PrivateBus()
      watched = WatchedDesktop(on: bus)
    }

    @Test(
      .timeLimit(.minutes(2)),
      arguments: [
        ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"),
        ("org.freedesktop.ScreenSaver", "/ScreenSaver"),
        ("org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"),
        ("org.mate.ScreenSaver", "/"),
        ("org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"),
        ("org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"),
        ("org.xfce.ScreenSaver", "/"),
      ])
    func `each screensaver is asked at first, and then listened to`(
      name: String, path: String
    ) async throws {
      let screenSaver = try MockScreenSaver(name, at: path, on: bus, isActive: true)
      try await watched.follow { next in
        await next(true)
        try screenSaver.set(isActive: false)
        await next(false)
        try screenSaver.set(isActive: true)
        await next(true)
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `one that starts later is asked, and one that dies locks no longer`() async throws {
      try await watched.follow { next in
        await next(false)
        for _ in 1...2 {
          let screenSaver = try MockScreenSaver("org.gnome.ScreenSaver", on: bus, isActive: true)
          await next(true)
          screenSaver.program.end()
          await next(false)
        }
      }
    }

    @Test(.timeLimit(.minutes(2)), arguments: [true, false])
    func `logind and two screensavers lock together, in either order of unlocking`(
      isLoginFirst: Bool
    ) async throws {
      let login = try MockLogin(on: bus)
      try login.add("1", of: WatchedDesktop.userID)
      let mate = try MockScreenSaver("org.mate.ScreenSaver", at: "/", on: bus, isActive: true)
      let plasma = try MockScreenSaver("org.freedesktop.ScreenSaver", on: bus)
      try await watched.follow { next in
        await next(true)
        try login.lock("1")
        try plasma.set(isActive: true)
        try mate.set(isActive: false)
        if isLoginFirst { try login.lock("1", false) } else { try plasma.set(isActive: false) }
        #expect(await watched.firstState().isLocked)
        if isLoginFirst { try plasma.set(isActive: false) } else { try login.lock("1", false) }
        await next(false)
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `one that hangs holds up the first state for two seconds, and nothing else`()
      async throws
    {
      let hanging = try MockScreenSaver("org.gnome.ScreenSaver", on: bus, isActive: true)
      let other = try MockScreenSaver("org.mate.ScreenSaver", at: "/", on: bus)
      hanging.program.freeze()
      try await watched.follow { next in
        let start = ContinuousClock.now
        await next(false)
        #expect(start.duration(to: .now) < .seconds(8))
        try other.set(isActive: true)
        await next(true)
        try other.set(isActive: false)
        await next(false)
        hanging.program.thaw()
        try hanging.set(isActive: true)
        await next(true)
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `one that hangs while it is active goes on to lock`() async throws {
      let screenSaver = try MockScreenSaver("org.gnome.ScreenSaver", on: bus, isActive: true)
      let login = try MockLogin(on: bus)
      try login.add("1", of: WatchedDesktop.userID)
      try await watched.follow { next in
        await next(\.isLocked)
        screenSaver.program.freeze()
        try login.remove("1")
        await next { $0.hasEnded(session: "1") && $0.isLocked }
      }
    }

    @Test(.timeLimit(.minutes(2)))
    func `a program that only inhibits screensavers locks nothing`() async throws {
      let inhibitor = try MockScreenSaver(
        "org.freedesktop.ScreenSaver", at: "/elsewhere", on: bus, isActive: true)
      #expect(!(await watched.firstState().isLocked))
      _ = inhibitor
    }

    @Test(.timeLimit(.minutes(2)))
    func `the signal of another program locks nothing`() async throws {
      let screenSaver = try MockScreenSaver("org.gnome.ScreenSaver", on: bus)
      let login = try MockLogin(on: bus)
      try login.add("1", of: WatchedDesktop.userID)
      try await watched.follow { next in
        await next { !$0.isLocked }
        try Program.output(
          of: "/usr/bin/gdbus",
          [
            "emit", "--session", "--object-path", "/org/gnome/ScreenSaver", "--signal",
            "org.gnome.ScreenSaver.ActiveChanged", "true",
          ], environment: bus.environment, package: "libglib2.0-bin")
        try login.remove("1")
        await next { $0.hasEnded(session: "1") && !$0.isLocked }
      }
      _ = screenSaver
    }

    @Test(.timeLimit(.minutes(2)))
    func `a session bus may come later, end and come again`() async throws {
      bus.stop()
      try await watched.follow { next in
        await next { !$0.isLocked && !$0.hasBusEnded }
        for _ in 1...2 {
          try bus.start()
          let screenSaver = try MockScreenSaver("org.gnome.ScreenSaver", on: bus, isActive: true)
          await next { $0.isLocked && !$0.hasBusEnded }
          screenSaver.program.end()
          bus.stop()
          await next { !$0.isLocked && $0.hasBusEnded }
        }
      }
    }
  }
}
