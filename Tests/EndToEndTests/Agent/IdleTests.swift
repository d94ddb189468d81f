// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What an idle agent costs: wake-ups and memory.
@Suite struct IdleTests {
  /// How often each thread of a process has begun to wait (`voluntary_ctxt_switches`).
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

  /// Waits until the threads of earlier work have ended, and then for some seconds.
  ///
  /// - Returns: How often which thread of which process woke up in that time.
  private func wakeUps(of processes: [pid_t], in seconds: UInt32) throws -> [String: Int] {
    func switches() throws -> [String: Int] {
      try processes.map(self.switches).reduce(into: [:]) { all, some in all.merge(some) { $1 } }
    }
    var before = try switches()
    // Dispatch ends its threads some seconds after the last work, GLib after fifteen.
    try eventually("rest") {
      usleep(6_000_000)
      let now = try switches()
      defer { before = now }
      return now == before && !now.keys.contains { $0.hasSuffix(" pool") }
    }
    sleep(seconds)
    let after = try switches()
    let ended = before.filter { after[$0.key] == nil }.mapValues { _ in 1 }
    return after.merging(before, uniquingKeysWith: -).merging(ended) { $1 }.filter { $0.value != 0 }
  }

  /// A value of `/proc/PID/status`, in KiB.
  private func kibibytes(_ key: String, of pid: pid_t) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("\(key):") })
    return try #require(line.split { !$0.isNumber }.first.flatMap { Int($0) })
  }

  /// An agent of a user who is logged in, and one that stands by behind it.
  private struct Watch {
    let agent: Program
    let standby: Program
    private let parts: [Any]

    init() throws {
      let bus = try PrivateBus()
      let login = try MockLogin(on: bus)
      try login.add("1", of: getuid())
      let sandbox = try Sandbox()
      let variables = bus.environment.merging([
        "DBUS_SYSTEM_BUS_ADDRESS": bus.address, "XDG_SESSION_ID": "1",
      ]) { $1 }
      agent = try sandbox.startAgent(adding: variables)
      standby = try Program(
        Sandbox.programs.appending(path: "messngrd").path, ["--session"],
        environment: sandbox.environment.merging(variables) { $1 })
      try standby.wait(for: "standing by", in: .errors)
      parts = [bus, login, sandbox]
    }
  }

  @Test(.disabled(if: Sanitizer.isOn, "a sanitizer needs memory and wakes up"))
  func `an idle agent, and one that stands by, do not wake up, and need little memory`() throws {
    let bus = try PrivateBus()
    let desktop = try DunstDesktop(on: bus)
    let agents = try [("desktop", "shown"), ("terminal", "shown"), ("none", "stored")].map {
      display, goal in
      let sandbox = try Sandbox()
      let agent = try sandbox.startAgent(["--display", display], adding: bus.environment)
      // Each part of the agent has worked once.
      for number in 1...3 {
        let sent = try sandbox.netsend("--until", goal, sandbox.user, "hello \(number)")
        #expect(sent.status == 0, "\(sent.errors)")
      }
      return (sandbox: sandbox, program: agent)
    }
    let watch = try Watch()
    #expect(try wakeUps(of: agents.map(\.program.pid) + [watch.standby.pid], in: 20) == [:])
    for agent in agents {
      #expect(try kibibytes("RssAnon", of: agent.program.pid) <= 8 * 1024)
    }
    #expect(try kibibytes("RssAnon", of: watch.standby.pid) <= 4 * 1024)
    withExtendedLifetime((agents, desktop, watch)) {}
  }

  @Test(
    .disabled(if: Sanitizer.isOn, "a sanitizer wakes up"),
    .enabled(if: geteuid() == 0, "only root can mount a small disk"))
  func `an agent whose disk was full for a while sleeps again`() throws {
    let sandbox = try Sandbox()
    let disk = try SmallDisk(in: sandbox)
    defer { disk.unmount() }
    let agent = try sandbox.startAgent()
    try disk.fill()
    let long = [UInt8](repeating: 0x78, count: 30_000)
    // These have no receipt channel: the agent tries to store them again and again.
    for number in 1...100 { try sandbox.writeRaw(Array("A\0B\0\(number) ".utf8) + long + [0]) }
    try agent.wait(for: "not stored", in: .errors)
    try disk.free()
    try eventually("all of them in the inbox") { try sandbox.inbox().count == 100 }
    #expect(try wakeUps(of: [agent.pid], in: 10) == [:])
  }
}
