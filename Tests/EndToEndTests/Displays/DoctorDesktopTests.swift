// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What doctor finds at a desktop, and what its advice does, carried out as it is printed.
@Suite struct DoctorDesktopTests {
  private let sandbox: Sandbox
  private let bus: PrivateBus

  init() throws {
    sandbox = try Sandbox()
    bus = try PrivateBus()
    try sandbox.makeSpool()
  }

  private struct Finding: Decodable {
    let check: String
    let verdict: String
    let status: Int?
    let text: String
    let remedy: String?
  }

  /// What doctor says in one of its checks; the exit status beside it.
  private func doctor(_ check: String) throws -> (finding: Finding?, status: Int32) {
    let ending = try sandbox.run(
      "messngr", ["doctor", "--json"],
      environment: sandbox.environment.merging(bus.environment) { $1 })
    let findings = ending.output.split(separator: "\n")
      .compactMap { try? JSONDecoder().decode(Finding.self, from: Data($0.utf8)) }
    return (findings.first { $0.check == check }, ending.status)
  }

  /// Runs a command in a shell of the desktop; a program that it starts runs until `shell` ends.
  private func carryOut(_ command: String, display: String = "") throws -> Program {
    let shell = try Program(
      "/bin/sh", ["-c", "\(command)\nwait"],
      environment: sandbox.environment.merging(bus.environment) { $1 }.merging([
        "PATH": "/usr/bin:/bin", "DISPLAY": display,
      ]) { $1 })
    return shell
  }

  @Test func `a popup daemon that hangs is found and ended, and another one is started`() throws {
    let desktop = try DunstDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    #expect(try sandbox.netsend("--until", "shown", sandbox.user, "hello").status == 0)
    let well = try doctor("display")
    #expect(well.finding?.verdict == "ok")
    #expect(well.finding?.text.hasPrefix("the agent shows messages on dunst ") == true)
    #expect(well.status == 0)

    desktop.dunst.freeze()
    let frozen = try doctor("display")
    #expect(frozen.finding?.status == 75, "\(String(describing: frozen.finding))")
    #expect(frozen.status == 75)
    _ = try carryOut(try #require(frozen.finding?.remedy)).finish()

    // The agent hears from the bus that the daemon is gone.
    try eventually("an absent popup daemon") {
      let absent = try doctor("display")
      return absent.finding?.status == 69 && absent.finding?.remedy == "dunst &"
    }
    let shell = try carryOut("dunst &", display: desktop.display)
    try bus.wait(for: PrivateBus.notifications)
    try eventually("a popup daemon") { try doctor("display").finding?.verdict == "ok" }
    shell.end()
    _ = agent
  }

  @Test func `a popup daemon that the bus can start is no fault, and one that does not start is`()
    throws
  {
    try bus.offer(PrivateBus.notifications, startedBy: "/bin/false")
    let agent = try sandbox.startAgent(on: bus)
    #expect(try doctor("display").finding?.verdict == "ok")
    #expect(try sandbox.netsend(sandbox.user, "hello").status == 0)
    try eventually("a failed start") { try doctor("display").finding?.verdict == "bad" }
    _ = agent
  }

  @Test func `the do not disturb of the desktop is named, and ended by the advice`() throws {
    let desktop = try DunstDesktop(on: bus, paused: true)
    let agent = try sandbox.startAgent(on: bus)
    let found = try #require(try doctor("desktop").finding)
    #expect(found.verdict == "note")
    #expect(found.text.contains("dunst"))
    let sender = try Program(
      Sandbox.programs.appending(path: "netsend").path,
      ["--until", "shown", "--deadline", "60", sandbox.user, "held"], environment: sandbox.paths)
    _ = try carryOut(try #require(found.remedy)).finish()
    #expect(try sender.finish().status == 0)
    try eventually("no silence") { try doctor("desktop").finding == nil }
    _ = (agent, desktop)
  }
}
