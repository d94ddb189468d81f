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
    func contents(_ thread: String, _ file: String) throws -> String {
      try String(contentsOfFile: "\(tasks)/\(thread)/\(file)", encoding: .utf8)
    }
    var counts: [String: Int] = [:]
    for thread in try FileManager.default.contentsOfDirectory(atPath: tasks) {
      let line = try contents(thread, "status").split(separator: "\n").first {
        $0.hasPrefix("voluntary_ctxt_switches")
      }
      let name = try contents(thread, "comm").dropLast()
      counts["\(thread) \(name)"] = line.flatMap { Int($0.split(separator: "\t").last ?? "") }
    }
    return counts
  }

  /// Waits until the threads that a burst of work needed are gone, and then that long.
  ///
  /// - Returns: How often which thread of the process woke up in that time.
  private func wakeUps(of pid: pid_t, in seconds: UInt32) throws -> [String: Int] {
    var before = try switches(of: pid)
    // A pool lets go of its threads some seconds after the last work.
    try eventually("rest") {
      usleep(6_000_000)
      defer { before = (try? switches(of: pid)) ?? [:] }
      return try switches(of: pid).keys == before.keys
    }
    sleep(seconds)
    let after = try switches(of: pid)
    return after.merging(before) { $0 - $1 }.filter { $0.value != 0 && before[$0.key] != nil }
  }

  /// A value of `/proc/PID/status`, in KiB.
  private func kibibytes(_ key: String, of pid: pid_t) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("\(key):") })
    return try #require(line.split { !$0.isNumber }.first.flatMap { Int($0) })
  }

  @Test func `an agent with nothing to do hardly wakes up, and needs little memory`() throws {
    let desktop = try DunstDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    // Everything has been used once.
    #expect(try sandbox.netsend("--until", "shown", sandbox.user, "hello").status == 0)
    let wakeUps = try wakeUps(of: agent.pid, in: 20)
    // Swift's own threads are Dispatch's, which looks after each of them once a second or so.
    #expect(wakeUps.values.reduce(0, +) <= 400, "\(wakeUps)")
    // Four times the budgets of the release build: this one may carry a sanitizer's own memory.
    #expect(try kibibytes("RssAnon", of: agent.pid) <= 32 * 1024)
    _ = desktop
  }
}
