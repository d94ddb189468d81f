// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import LinuxSystem
import Testing

@testable import AgentSupport

/// How often the agent looks up names.
@Suite struct SenderNamesTests {
  /// A clock that a test sets, and that advances by a step at each reading.
  private final class Clock: Sendable {
    private let state = Guarded((time: ContinuousClock.now, step: Duration.zero))

    @Sendable func look() -> ContinuousClock.Instant {
      state.withLock { state in
        state.time += state.step
        return state.time
      }
    }

    func set(step: Duration) { state.withLock { $0.step = step } }
    func advance(by duration: Duration) { state.withLock { $0.time += duration } }
  }

  /// Runs `body` with names, their clock, and a function that writes the file.
  private func withNames(
    getent: FilePath, _ body: (inout SenderNames, Clock, (String) throws -> Void) throws -> Void
  ) throws {
    let file = "/tmp/messngr-names-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: file) }
    let clock = Clock()
    var names = SenderNames(
      AccountDatabase(file: FilePath(file), getent: getent), now: clock.look)
    try body(&names, clock) { try $0.write(toFile: file, atomically: true, encoding: .utf8) }
  }

  @Test func `a name is looked up once, and a uid without a name again after a while`() throws {
    try withNames(getent: "/nonexistent") { names, clock, set in
      try set("ann:x:1000:1000::/home/ann:/bin/sh\n")
      #expect(names.name(of: 1000) == "ann")
      #expect(names.name(of: 1001) == "1001")
      try set("ben:x:1001:1001::/home/ben:/bin/sh\n")
      clock.advance(by: SenderNames.pause / 2)
      #expect(names.name(of: 1000) == "ann")
      #expect(names.name(of: 1001) == "1001")
      clock.advance(by: SenderNames.pause)
      #expect(names.name(of: 1000) == "ann")
      #expect(names.name(of: 1001) == "ben")
    }
  }

  @Test func `many uids without an account cause few questions, and known names stay`() throws {
    let count = "/tmp/messngr-getent-\(UUID().uuidString)"
    let getent = "\(count).sh"
    try "#!/bin/sh\necho >>\(count)\nexit 2\n".write(
      toFile: getent, atomically: false, encoding: .utf8)
    chmod(getent, 0o755)
    defer { for file in [count, getent] { try? FileManager.default.removeItem(atPath: file) } }
    try withNames(getent: FilePath(getent)) { names, clock, set in
      try set("ann:x:1000:1000::/home/ann:/bin/sh\n")
      #expect(names.name(of: 1000) == "ann")
      try set("")
      for uid in UInt32(3_000_000_000)..<3_000_012_000 { #expect(names.name(of: uid) == "\(uid)") }
      #expect(try String(contentsOfFile: count, encoding: .utf8).count <= 64)
      #expect(names.name(of: 1000) == "ann")
    }
  }

  @Test func `the agent does not ask a slow directory service for a while`() throws {
    try withNames(getent: "/usr/bin/getent") { names, clock, set in
      try set("ann:x:1000:1000::/home/ann:/bin/sh\n")
      clock.set(step: SenderNames.slowThreshold * 2)
      #expect(names.name(of: 4_000_000_000) == "4000000000")
      clock.set(step: .zero)
      // Only the service knows root here.
      #expect(names.name(of: 0) == "0")
      #expect(names.name(of: 1000) == "ann")
      clock.advance(by: SenderNames.pause * 2)
      #expect(names.name(of: 0) == "root")
    }
  }
}
