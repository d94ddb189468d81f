// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import TestSupport
import Testing

@testable import MessengerRelay

/// Recipients whom the list of the realm does not name.
@Suite(.timeLimit(.minutes(1))) struct UnlistedRecipientsTests {
  /// Machines that answer when the test says so.
  private final class Machines: Sendable {
    let asked = Guarded<[String]>([])
    let (answers, answer) = AsyncStream.makeStream(of: Bool.self)

    func ask(about user: String) async -> Bool {
      asked.withLock { $0.append(user) }
      for await answer in answers { return answer }
      return false
    }
  }

  @Test func `the machines are asked once, and nothing waits for them`() async throws {
    let (machines, background) = (Machines(), BackgroundService())
    let unlisted = UnlistedRecipients(background: background) { await machines.ask(about: $0) }
    let working = Task { try await background.run() }  // A service of the test, which ends it.
    defer { working.cancel() }
    let (heard, hear) = AsyncStream.makeStream(of: Bool.self)
    var hearing = heard.makeAsyncIterator()
    #expect(unlisted.exists("ann", at: .now) { hear.yield($0) } == nil)
    #expect(unlisted.exists("ann", at: .now) { hear.yield($0) } == nil)
    machines.answer.yield(false)
    #expect(await hearing.next() == false)
    // A name that is unknown is asked for again: the user may log in.
    #expect(unlisted.exists("ann", at: .now) { hear.yield($0) } == nil)
    machines.answer.yield(true)
    #expect(await hearing.next() == true)
    #expect(machines.asked.withLock(\.self) == ["ann", "ann"])
    let now = ContinuousClock.now
    #expect(unlisted.exists("ann", at: now) { hear.yield($0) } == true)
    // And a known one after a while.
    #expect(unlisted.exists("ann", at: now + .seconds(61)) { hear.yield($0) } == nil)
    machines.answer.yield(true)
    #expect(await hearing.next() == true)
  }
}
