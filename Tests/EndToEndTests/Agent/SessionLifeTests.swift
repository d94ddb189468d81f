// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// An agent lives as long as its graphical session, and one agent shows the messages of all sessions.
@Suite(.serialized) struct SessionLifeTests {
  private let sandbox: Sandbox
  private let system: PrivateBus
  private let login: MockLogin

  init() throws {
    sandbox = try Sandbox()
    system = try PrivateBus()
    login = try MockLogin(on: system)
    for session in ["1", "2"] { try login.add(session, of: getuid(), type: "x11") }
  }

  /// The variables of a session with a bus.
  private func variables(_ session: String, _ bus: PrivateBus) -> [String: String] {
    [
      "DBUS_SYSTEM_BUS_ADDRESS": system.address, "DBUS_SESSION_BUS_ADDRESS": bus.address,
      "XDG_SESSION_ID": session, "DISPLAY": ":7\(session)",
    ]
  }

  private func startAgent(in session: String, on bus: PrivateBus) throws -> Program {
    try sandbox.startAgent(["--session"], adding: variables(session, bus))
  }

  /// Starts an agent beside one that runs, and waits until it stands by.
  private func startSecondAgent(
    _ arguments: [String] = ["--session"], in session: String, on bus: PrivateBus
  ) throws -> Program {
    let agent = try Program(
      Sandbox.programs.appending(path: "messngrd").path, arguments,
      environment: sandbox.environment.merging(variables(session, bus)) { $1 })
    try agent.wait(for: "standing by", in: .errors)
    return agent
  }

  private func show(_ text: String) throws {
    let shown = try sandbox.netsend("--until", "shown", "--deadline", "60", sandbox.user, text)
    #expect(shown.status == 0, "\(shown.errors)")
  }

  @Test(arguments: ["removed", "closing"])
  func `an agent ends with its session, which is no failure of the session`(how: String) throws {
    let agent = try startAgent(in: "1", on: system)
    try login.lock("2")
    try login.remove("2")
    try #require(try sandbox.netsend(sandbox.user, "still there").status == 0)
    if how == "removed" { try login.remove("1") } else { try login.beginClosing("1") }
    #expect(try agent.finish().status == 3)
    #expect(!FileManager.default.fileExists(atPath: sandbox.mailslot().path))
  }

  @Test func `an agent ends with the bus of its session, unless all sessions share this bus`()
    throws
  {
    let own = try PrivateBus()
    let agent = try startAgent(in: "1", on: own)
    let desktop = try MockDesktop(on: own)
    try show("the bus is there")
    own.stop()
    #expect(try agent.finish().status == 3)
    _ = desktop

    let shared = try PrivateBus()
    let other = try sandbox.startAgent(
      ["--session"],
      adding: variables("1", shared).merging(["XDG_RUNTIME_DIR": shared.directory.path]) { $1 })
    do {
      let first = try MockDesktop(on: shared)
      try show("before")
      _ = first
    }
    shared.stop()
    try shared.start()
    let second = try MockDesktop(on: shared)
    try show("after")
    other.signal(SIGTERM)
    #expect(try other.finish().status == 0)
    _ = second
  }

  @Test(arguments: ["logout", "crash"])
  func `of two sessions one has the agent, and the other one gets it at the end of the first`(
    end: String
  ) throws {
    let (firstBus, secondBus) = (try PrivateBus(), try PrivateBus())
    let first = try startAgent(in: "1", on: firstBus)
    let second = try startSecondAgent(in: "2", on: secondBus)
    let firstDesktop = try MockDesktop(on: firstBus)
    let secondDesktop = try MockDesktop(on: secondBus)
    try show("to the first session")
    try firstDesktop.wait(for: "to the first session")

    if end == "logout" { try login.remove("1") } else { first.signal(SIGKILL) }
    #expect(try first.finish().status == (end == "logout" ? 3 : 137))
    try second.wait(for: "listening", in: .errors)
    try show("to the second session")
    try secondDesktop.wait(for: "to the second session")
    #expect(!(try firstDesktop.log().contains { $0.contains("second") }))

    try login.remove("2")
    #expect(try second.finish().status == 3)
  }

  @Test(arguments: [true, false])
  func `an agent ends with the leader of its session, of which logind sends no signal`(
    standsBy: Bool
  ) throws {
    let leader = try Program("/usr/bin/sleep", ["600"], package: "coreutils")
    try login.add("3", of: getuid(), leader: leader.pid)
    let first = try startAgent(in: standsBy ? "1" : "3", on: system)
    let agent = standsBy ? try startSecondAgent(in: "3", on: system) : first
    // The agent watches the process by a descriptor.
    let descriptors = "/proc/\(agent.pid)/fd"
    try eventually("the agent to watch the leader") {
      try FileManager.default.contentsOfDirectory(atPath: descriptors).contains {
        let target = try? FileManager.default.destinationOfSymbolicLink(
          atPath: "\(descriptors)/\($0)")
        return target == "anon_inode:[pidfd]"
      }
    }
    leader.end()
    #expect(try agent.finish().status == 3)
    _ = first
  }

  @Test func `an agent that stands by ends with its session`() throws {
    let first = try startAgent(in: "1", on: system)
    let second = try startSecondAgent(in: "2", on: system)
    try login.remove("2")
    #expect(try second.finish().status == 3)
    #expect(try sandbox.netsend(sandbox.user, "stored").status == 0)
    _ = first
  }

  @Test func `of three agents that stand by one goes on, and the others stand by`() throws {
    var agents = [try startAgent(in: "1", on: system)]
    for _ in 1...3 { agents.append(try startSecondAgent(["--standby"], in: "1", on: system)) }
    for count in 1...3 {
      let running = try #require(agents.first { $0.text(.errors).contains("listening") })
      running.signal(SIGKILL)
      try running.finish()
      agents.removeAll { $0 === running }
      try eventually("one agent of \(agents.count)") {
        agents.count { $0.text(.errors).contains("listening") } == 1
      }
      #expect(try sandbox.netsend(sandbox.user, "message \(count)").status == 0)
    }
    #expect(try sandbox.inbox().count == 3)
  }

  @Test func `an agent that stops on a signal leaves its place to the next one`() throws {
    let first = try startAgent(in: "1", on: system)
    let second = try startSecondAgent(["--standby"], in: "2", on: system)
    first.signal(SIGTERM)
    #expect(try first.finish().status == 0)
    try second.wait(for: "listening", in: .errors)
    // Without the option, a second agent is an error as before.
    let third = try sandbox.run("messngrd", [], environment: sandbox.environment)
    #expect(third.status == 73)
    second.signal(SIGTERM)
    #expect(try second.finish().status == 0)
  }
}
