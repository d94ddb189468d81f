// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Questions on a real popup daemon, whose answers survive the agent and the daemon.
@Suite(.serialized) struct QuestionTests {
  private let sandbox: Sandbox
  private let bus: PrivateBus
  private let monitor: Program

  init() throws {
    sandbox = try Sandbox()
    bus = try PrivateBus()
    monitor = try bus.monitor("Notify")
  }

  private func startNetsend(_ arguments: String...) throws -> Program {
    try Program(
      Sandbox.programs.appending(path: "netsend").path, arguments, environment: sandbox.paths)
  }

  private func ask() throws -> Program {
    try startNetsend(
      "--until", "answered", "--json", "--action", "yes=Come", "--action", "no=Stay",
      sandbox.user, "Lunch at noon?")
  }

  /// Waits until the popup daemon was asked to show a text so many times.
  private func wait(for text: String, times count: Int = 1) throws {
    try eventually("\(text), \(count) times") {
      monitor.text(.output).components(separatedBy: text).count > count
    }
  }

  @Test func `an agent that is killed does not lose the answer`() throws {
    let desktop = try DunstDesktop(on: bus, paused: false)
    let first = try sandbox.startAgent(on: bus)
    let sender = try ask()
    try wait(for: "Lunch at noon?")
    try eventually("the popup") { try desktop.displayedCount() == 1 }
    first.signal(SIGKILL)
    first.end()
    let second = try sandbox.startAgent(on: bus)
    try wait(for: "Lunch at noon?", times: 2)
    try desktop.choose("Come")
    let finished = try sender.finish()
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(finished.output.contains(#""answer":"yes""#), "\(finished.output)")
    // The second popup has taken the place of the first one.
    #expect(try desktop.history().map(\.body) == ["Lunch at noon?"])
    _ = second
  }

  @Test func `a new popup daemon is shown the open question`() throws {
    let first = try DunstDesktop(on: bus, paused: false)
    let agent = try sandbox.startAgent(on: bus)
    let sender = try ask()
    try wait(for: "Lunch at noon?")
    first.dunst.end()
    let second = try DunstDesktop(on: bus, paused: false)
    try wait(for: "Lunch at noon?", times: 2)
    try eventually("the popup") { try second.displayedCount() == 1 }
    try second.choose("Stay")
    let finished = try sender.finish()
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(finished.output.contains(#""answer":"no""#), "\(finished.output)")
    _ = agent
  }

  @Test func `what came while the screen was locked is shown afterwards, each with its text`()
    throws
  {
    let desktop = try DunstDesktop(on: bus, paused: false)
    let login = try MockLogin(on: bus)
    try login.add("1", of: geteuid())
    try login.lock("1")
    let agent = try sandbox.startAgent(
      ["--display", "desktop"],
      adding: bus.environment.merging(["DBUS_SYSTEM_BUS_ADDRESS": bus.address]) { $1 })
    let texts = ["first secret", "second secret", "third secret"]
    let senders = try texts.map {
      try startNetsend(
        "--until", "shown", "--title", "Title of a secret", "--from", "secret name", sandbox.user,
        $0)
    }
    try wait(for: "3 messages wait")
    #expect(!monitor.text(.output).contains("secret"))
    #expect(try sandbox.inbox().allSatisfy { $0["state"] as? String == "stored" })
    try login.lock("1", false)
    for sender in senders { #expect(try sender.finish().status == 0) }
    let shown = try desktop.history().map(\.body)
    #expect(Set(shown).isSuperset(of: texts), "\(shown)")
    _ = agent
  }

  @Test(
    arguments: [
      (["body"], [], "messngr reply 1 TEXT"), (["body", "actions"], [], "messngr reply 1 TEXT"),
      (["body", "actions", "inline-reply"], [], nil),
      (["body"], ["--action", "yes=Come"], "messngr reply 1 yes"),
      (["body", "actions"], ["--action", "yes=Come"], nil),
    ] as [([String], [String], String?)])
  func `a popup that cannot take the answer says how to give it`(
    capabilities: [String], actions: [String], command: String?
  ) throws {
    let mock = try MockDesktop(on: bus, capabilities: capabilities)
    let agent = try sandbox.startAgent(on: bus)
    let sender = try Program(
      Sandbox.programs.appending(path: "netsend").path,
      ["--until", "answered", "--json"] + actions + [sandbox.user, "Lunch?"],
      environment: sandbox.paths)
    try mock.wait(for: "Lunch?")
    try wait(for: "Lunch?")
    let calls = monitor.text(.output)
    #expect(calls.contains("messngr reply") == (command != nil), "\(calls)")
    #expect(calls.contains(command ?? "Lunch?"), "\(calls)")
    let words = (command ?? "messngr reply 1 yes").split(separator: " ").dropFirst()
    let reply = try sandbox.run(
      "messngr", words.map(String.init), environment: sandbox.environment)
    #expect(reply.status == 0, "\(reply.errors)")
    #expect(try sender.finish().status == 0)
    _ = agent
  }

  @Test func `a long text is cut, and the command in its last line prints the whole`() throws {
    let desktop = try DunstDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    let text = (1...30).map { "line \($0)" }.joined(separator: "\n")
    let sent = try sandbox.netsend("--until", "shown", sandbox.user, text)
    #expect(sent.status == 0, "\(sent.errors)")
    let lines = try #require(try desktop.history().last).body.split(separator: "\n")
    #expect(lines.count == 10 && lines[8] == "line 9", "\(lines)")
    let command = lines[9].split(separator: " ").drop { $0 != "messngr" }.prefix(3)
    #expect(command.count == 3)
    let read = try sandbox.run(
      "messngr", command.dropFirst().map(String.init), environment: sandbox.environment)
    #expect(read.status == 0 && read.output.contains("line 30"), "\(read.errors)")
    _ = agent
  }
}
