// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import AgentSupport
import Foundation
import Logging
import Notifications
import TestSupport
import Testing

@testable import MessengerAgent

/// Attempts to start a popup daemon, on a real bus.
@Suite(.serialized, .timeLimit(.minutes(2))) struct ServerStarterTests {
  private let bus: PrivateBus
  private let notifier: Notifier
  private let log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  init() throws {
    bus = try PrivateBus()
    notifier = Notifier(applicationName: "messngr", busAddress: bus.address)
  }

  private func starter(pauses: [Duration], interval: Duration = .seconds(600)) -> ServerStarter {
    ServerStarter(
      notifier, attempts: StartAttempts(pauses: pauses, interval: interval), limit: .seconds(20),
      log: log)
  }

  @Test func `a daemon that dies at its start is tried a few times, and again after a message`()
    async throws
  {
    let marks = bus.directory.appending(path: "starts")
    try bus.offer(
      PrivateBus.notifications, startedBy: "/bin/sh -c 'echo >>\(marks.path); exit 1'")
    func count() -> Int { (try? Data(contentsOf: marks).count) ?? 0 }
    let starter = starter(
      pauses: [.milliseconds(10), .milliseconds(20)], interval: .milliseconds(30))
    try await notifier.run {
      for attempt in 1...3 {
        #expect(await !starter.start())
        #expect(count() == attempt)
        #expect(starter.report.attempts == attempt)
        #expect(starter.report.failure?.contains("did not start") == true)
        if attempt < 3 { await starter.due.wait() }
      }
      // The series is used up.
      #expect(await !starter.start())
      #expect(count() == 3)
      starter.noteMessage()
      await starter.due.wait()
      #expect(await !starter.start())
      #expect(count() == 4)
      starter.cancel()
    }
  }

  @Test func `without a daemon that could be started nothing is tried`() async throws {
    let starter = starter(pauses: [.milliseconds(10)])
    try await notifier.run {
      for _ in 1...5 { #expect(await !starter.start()) }
      #expect(starter.report.attempts == 0)
      #expect(starter.report.failure == nil)
    }
  }

  @Test func `a daemon that leaves after each popup is started for each popup`() async throws {
    let dunst = try OfferedDunst(on: bus)
    let starter = starter(pauses: [])
    try await notifier.run {
      for _ in 1...3 {
        #expect(await starter.start())
        _ = try await notifier.show(Notification(summary: "hello"))
        starter.noteShown()
        try dunst.end()
      }
    }
  }
}
