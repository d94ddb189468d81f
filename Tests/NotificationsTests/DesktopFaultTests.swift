// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Notifications

extension DesktopTests {
  /// Every call ends, and reports the fault that it found.
  @Suite struct DesktopFaultTests {
    static let limit = Duration.milliseconds(500)
    /// Above any limit here, below the 25 s of a D-Bus call, on the slowest machine.
    static let timeout = Duration.seconds(12)
    /// What lets a mock server stand still in the middle of a call.
    private static let freezing = "import os, signal; os.kill(os.getpid(), signal.SIGSTOP); ret = 1"

    let bus: PrivateBus
    let notifier: Notifier
    let hello = Notification(summary: "hello")

    init() throws {
      bus = try PrivateBus()
      notifier = Notifier(
        applicationName: "messngr", busAddress: bus.address, limit: Self.limit)
    }

    // MARK: - Without a server or a bus

    @Test func `without a server a call fails, and starts none`() async throws {
      let marker = bus.directory.appending(path: "started").path
      try bus.offer(PrivateBus.notifications, startedBy: "/usr/bin/touch \(marker)")
      try await notifier.run {
        await #expect(throws: NotificationError.noServer) { try await notifier.show(hello) }
        await #expect(throws: NotificationError.noServer) {
          try await notifier.close(NotificationID(rawValue: 1))
        }
        let server = try await notifier.currentServer()
        #expect(server == nil)
      }
      #expect(!FileManager.default.fileExists(atPath: marker))
    }

    @Test func `a server that starts late is announced, and its end too`() async throws {
      try await notifier.run {
        await #expect(throws: NotificationError.noServer) { try await notifier.show(hello) }
        let desktop = try MockDesktop(on: bus)
        #expect(await notifier.next(where: \.isAppearance) != nil)
        _ = try await notifier.show(hello)
        desktop.daemon.end()
        #expect(await notifier.next { $0 == .serverVanished } != nil)
        await #expect(throws: NotificationError.noServer) { try await notifier.show(hello) }
        let another = try MockDesktop(on: bus, capabilities: ["body"])
        #expect(await notifier.next(where: \.isAppearance) != nil)
        let server = try await notifier.currentServer()
        #expect(server?.capabilities == ["body"])
        _ = try await notifier.show(hello)
        withExtendedLifetime(another) {}
      }
    }

    @Test func `without a bus a call fails, and later succeeds`() async throws {
      bus.stop()
      try await notifier.run {
        await #expect(performing: { try await notifier.show(hello) }, throws: isNoBus)
        try bus.start()
        await #expect(throws: NotificationError.noServer) { try await notifier.show(hello) }
      }
    }

    @Test func `a bus that ends and starts again is used again`() async throws {
      let first = try MockDesktop(on: bus)
      try await notifier.run {
        _ = try await notifier.show(hello)
        bus.stop()
        #expect(await notifier.next { $0 == .serverVanished } != nil)
        await #expect(performing: { try await notifier.show(hello) }, throws: isNoBus)
        try bus.start()
        let second = try MockDesktop(on: bus)
        _ = try await notifier.show(hello)
        #expect(await notifier.next(where: \.isAppearance) != nil)
        withExtendedLifetime(second) {}
      }
      withExtendedLifetime(first) {}
    }

    @Test func `a bus and a server that start late are found without a call`() async throws {
      bus.stop()
      try await notifier.run {
        await #expect(performing: { try await notifier.show(hello) }, throws: isNoBus)
        try bus.start()
        let desktop = try MockDesktop(on: bus)
        #expect(await notifier.next(where: \.isAppearance) != nil)
        withExtendedLifetime(desktop) {}
      }
    }

    // MARK: - A server or a bus that does not answer

    @Test func `a hung server delays one call by the limit, and is used again when it wakes`()
      async throws
    {
      let desktop = try DunstDesktop(on: bus)
      try await notifier.run {
        desktop.dunst.freeze()
        let first = await duration { await expectSilence { try await notifier.show(hello) } }
        #expect(first >= Self.limit && first < Self.timeout)
        let second = await duration { await expectSilence { try await notifier.show(hello) } }
        #expect(second < Self.limit)
        desktop.dunst.thaw()
        try await showEventually()
      }
    }

    @Test func `a server that hangs during a call delays it by the limit`() async throws {
      let desktop = try MockDesktop(on: bus)
      // The server answers when it is asked before the call: libnotify itself hangs.
      try desktop.answerNotify(with: Self.freezing)
      try await notifier.run {
        let spent = await duration {
          await #expect(
            performing: { try await notifier.show(hello) }, throws: { Self.isLoss($0) })
        }
        #expect(spent >= Self.limit && spent < Self.timeout)
        let second = await duration { await expectSilence { try await notifier.show(hello) } }
        #expect(second < Self.limit)
        desktop.daemon.thaw()
        try desktop.answerNotify(with: "ret = 1")
        try await showEventually()
      }
    }

    @Test func `a server that dies over a notification is distinguished from one that refuses it`()
      async throws
    {
      let desktop = try MockDesktop(on: bus)
      try desktop.answerNotify(with: "import os; os._exit(1)")
      try await notifier.run {
        await #expect(
          performing: { try await notifier.show(hello) }, throws: { Self.isLoss($0) })
      }
    }

    @Test func `a hung server does not keep the notifier from ending`() async throws {
      let desktop = try MockDesktop(on: bus)
      let notifier = Notifier(
        applicationName: "messngr", busAddress: bus.address, limit: .seconds(60))
      let hello = hello
      let spent = try await duration {
        try await notifier.run {
          _ = try await notifier.show(hello)
          try desktop.answerNotify(with: Self.freezing)
          await withTaskGroup(of: Void.self) { group in
            group.addTask {
              await #expect(throws: NotificationError.cancelled) { try await notifier.show(hello) }
            }
            // Let the call reach libnotify; a slower call is cancelled before, and ends as well.
            try? await Task.sleep(for: .milliseconds(200))
            group.cancelAll()
          }
        }
      }
      #expect(spent < Self.timeout)
      desktop.daemon.thaw()
    }

    @Test func `a hung bus delays a call by the limit, and does not keep the notifier from ending`()
      async throws
    {
      let desktop = try MockDesktop(on: bus)
      let spent = try await duration {
        try await notifier.run {
          _ = try await notifier.show(hello)
          bus.freeze()
          await #expect(throws: NotificationError.busNotResponding(after: Self.limit)) {
            _ = try await notifier.show(hello)
          }
        }
      }
      bus.thaw()
      #expect(spent < Self.timeout)
      withExtendedLifetime(desktop) {}
    }

    // MARK: - Refused

    @Test func `the error of a refusing server is passed on`() async throws {
      let desktop = try MockDesktop(on: bus)
      try desktop.answerNotify(
        with: "raise dbus.exceptions.DBusException('no room', name='org.test.NoRoom')")
      try await notifier.run {
        await #expect(
          throws: NotificationError.refused(name: "org.test.NoRoom", message: "no room")
        ) { try await notifier.show(hello) }
      }
    }

    // MARK: - Life

    @Test func `a notifier that does not run shows nothing`() async throws {
      await #expect(throws: NotificationError.notRunning) { try await notifier.show(hello) }
      try await notifier.run {}
      await #expect(throws: NotificationError.notRunning) { try await notifier.show(hello) }
      #expect(await notifier.next { _ in true } != .serverVanished)
    }

    @Test func `one process has one notifier at a time`() async throws {
      let other = Notifier(applicationName: "other", busAddress: bus.address)
      try await notifier.run {
        await #expect(throws: NotificationError.alreadyRunning) { try await other.run() }
      }
      try await other.run {}
    }

    @Test func `a cancelled notifier ends`() async throws {
      let notifier = notifier
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await notifier.run() }
        group.cancelAll()
        try await group.waitForAll()
      }
      #expect(await notifier.next { _ in true } == nil)
    }

    // MARK: - Helpers

    private static func isLoss(_ error: any Error) -> Bool {
      if case .lostWhileShowing? = error as? NotificationError { true } else { false }
    }

    private func isNoBus(_ error: any Error) -> Bool {
      if case .noBus? = error as? NotificationError { true } else { false }
    }

    private func expectSilence(_ body: () async throws -> NotificationID) async {
      await #expect(throws: NotificationError.serverNotResponding(after: Self.limit)) {
        _ = try await body()
      }
    }

    private func duration(_ body: () async throws -> Void) async rethrows -> Duration {
      let start = ContinuousClock.now
      try await body()
      return .now - start
    }

    /// Shows as soon as the notifier asks the server again, which no event announces.
    private func showEventually() async throws {
      let start = ContinuousClock.now
      while start + Self.timeout > .now {
        if (try? await notifier.show(hello)) != nil { return }
        try await Task.sleep(for: Self.limit / 4)
      }
      _ = try await notifier.show(hello)
    }
  }
}
