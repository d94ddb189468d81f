// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

@testable import Notifications

extension DesktopTests {
  /// Servers that the bus starts.
  @Suite struct ServerStartTests {
    private let bus: PrivateBus
    private let notifier: Notifier
    private let hello = Notification(summary: "hello")

    init() throws {
      bus = try PrivateBus()
      notifier = Notifier(applicationName: "messngr", busAddress: bus.address)
    }

    @Test func `a server that the bus can start is started, and shows`() async throws {
      let dunst = try OfferedDunst(on: bus)
      try await notifier.run {
        let canStart = try await notifier.canStartServer()
        #expect(canStart)
        await #expect(throws: NotificationError.noServer) { try await notifier.show(hello) }
        let isThere = try await notifier.startServer(within: .seconds(30))
        #expect(isThere)
        #expect(await notifier.next(where: \.isAppearance) != nil)
        _ = try await notifier.show(hello)
        // One that is there already counts as started.
        let isStillThere = try await notifier.startServer(within: .seconds(30))
        #expect(isStillThere)
      }
      withExtendedLifetime(dunst) {}
    }

    @Test func `a bus that can start none says so`() async throws {
      try await notifier.run {
        let answers = (
          try await notifier.canStartServer(), try await notifier.startServer(within: .seconds(30))
        )
        #expect(answers == (false, false))
      }
    }

    @Test(arguments: ["/bin/false", "/bin/sleep 1000", "/nonexistent/program"])
    func `a server that does not start is an error, and nothing waits for it`(
      command: String
    ) async throws {
      try bus.offer(PrivateBus.notifications, startedBy: command)
      let (notifier, hello) = (notifier, hello)
      try await notifier.run {
        try await withThrowingTaskGroup(of: Void.self) { group in
          group.addTask {
            await #expect(
              performing: { try await notifier.startServer(within: .milliseconds(700)) },
              throws: { error in
                if case .serverNotStarted? = error as? NotificationError { true } else { false }
              })
          }
          // Other calls go on meanwhile.
          for _ in 1...3 {
            await #expect(throws: NotificationError.noServer) { try await notifier.show(hello) }
          }
          try await group.waitForAll()
        }
      }
    }

    @Test func `a server that hangs at its start does not keep the notifier from ending`()
      async throws
    {
      try bus.offer(PrivateBus.notifications, startedBy: "/bin/sleep 1000")
      let notifier = notifier
      let start = ContinuousClock.now
      await withTaskGroup(of: Void.self) { group in
        _ = try? await notifier.run {
          _ = try await notifier.currentServer()
          group.addTask { _ = try? await notifier.startServer(within: .seconds(1000)) }
          await Task.yield()
        }
      }
      #expect(.now - start < .seconds(30))
    }
  }
}
