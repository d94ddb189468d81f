// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What it costs to have the agent running.
@Suite(.serialized) struct IdleTests {
  private let sandbox: Sandbox
  private let bus: PrivateBus

  init() throws {
    sandbox = try Sandbox()
    bus = try PrivateBus()
  }

  /// How often each thread of a process has gone to sleep by itself.
  private func switches(of pid: pid_t) throws -> [String: Int] {
    let tasks = "/proc/\(pid)/task"
    var counts: [String: Int] = [:]
    for thread in try FileManager.default.contentsOfDirectory(atPath: tasks) {
      let status = try String(contentsOfFile: "\(tasks)/\(thread)/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("voluntary_ctxt_switches") }
      counts[thread] = line.flatMap { Int($0.split(separator: "\t").last ?? "") }
    }
    return counts
  }

  /// Waits until the threads that a burst of work needed are gone, and then that long.
  ///
  /// - Returns: How often the process woke up in that time.
  private func wakeUps(of pid: pid_t, in seconds: UInt32) throws -> Int {
    var before = try switches(of: pid)
    // A pool lets go of its threads some seconds after the last work.
    try eventually("rest") {
      usleep(2_000_000)
      defer { before = (try? switches(of: pid)) ?? [:] }
      return try switches(of: pid) == before
    }
    sleep(seconds)
    let after = try switches(of: pid)
    return after.reduce(0) { $0 + $1.value - before[$1.key, default: 0] }
      + before.keys.count { after[$0] == nil }
  }

  @Test func `an agent with nothing to do does not wake up, and needs little memory`() throws {
    let desktop = try DunstDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    // Everything has been used once.
    #expect(try sandbox.netsend("--until", "shown", sandbox.user, "hello").status == 0)
    let count = try wakeUps(of: agent.pid, in: 20)
    #expect(count == 0)
    let status = try String(contentsOfFile: "/proc/\(agent.pid)/status", encoding: .utf8)
    let lines = status.split(separator: "\n").filter { line in
      ["VmRSS", "RssAnon", "Threads"].contains { line.hasPrefix($0) }
    }
    print("idle for 20 s:", count, "wake-ups,", lines)
    _ = desktop
  }
}
