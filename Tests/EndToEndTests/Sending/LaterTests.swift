// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The sender's time, and messages for later.
@Suite struct LaterTests {
  private let sandbox: Sandbox
  private var user: String { sandbox.user }

  init() throws { sandbox = try Sandbox() }

  private func states() throws -> [String?] {
    try sandbox.inbox().map { $0["state"] as? String }
  }

  @Test(arguments: [true, false])
  func `a message for later survives the end of the agent, and waits in the spool without one`(
    hasAgent: Bool
  ) throws {
    try sandbox.makeSpool()
    let first = hasAgent ? try sandbox.startAgent(["--display", "terminal"]) : nil
    let sent = try sandbox.netsend("--at", "1s", "-p", user, "in a second")
    #expect(sent.status == 0, "\(sent.errors)")
    let before = Date.now
    first?.signal(SIGKILL)
    if let first { #expect(try !first.finish().output.contains("in a second")) }
    // Without an agent, messngr takes it from the spool.
    let waiting = try #require(try sandbox.inbox().first)
    #expect(waiting["unread"] as? Bool == false)
    let due = try #require(waiting["due"] as? Int64)
    #expect(abs(Double(due) / 1000 - before.timeIntervalSince1970 - 1) < 2)
    let second = try sandbox.startAgent(["--display", "terminal"])
    try second.wait(for: "in a second", in: .output)
    #expect(Date.now.timeIntervalSince1970 * 1000 >= Double(due))
    let shown = try #require(try sandbox.inbox().first)
    #expect(shown["due"] == nil)
    #expect(try #require(shown["sent"] as? Int64) <= due - 900)
    #expect(try #require(shown["arrival"] as? Int64) >= due)
  }

  @Test func `a message for later can be taken back, and is no popup until then`() throws {
    let agent = try sandbox.startAgent()
    let id = try sandbox.netsend("--at", "tomorrow", "--print-id", user, "tomorrow").output
    let list = try sandbox.run("messngr", ["inbox"], environment: sandbox.environment)
    #expect(list.output.contains("waiting"), "\(list)")
    let page = try sandbox.run(
      "messngr", ["read", "1", "--keep"], environment: sandbox.environment)
    #expect(page.output.contains("Due:"), "\(page)")
    #expect(
      try sandbox.netsend("--retract", id.trimmingCharacters(in: .newlines), user).status == 0)
    #expect(try states() == ["read", "retracted"])
    _ = agent
  }

  @Test func `the agent counts an expiry from the sending, and not by a clock that is wrong`()
    throws
  {
    let agent = try sandbox.startAgent(["--display", "terminal"])
    let now = Int64(Date.now.timeIntervalSince1970 * 1000)
    for (text, age) in [("late", 60_000), ("wrong clock", 7_200_000)] as [(String, Int64)] {
      try sandbox.writeRaw(
        Array("BOB\0ANN\0\(text)\0messngr=1\0sent=\(now - age)\0expires=30\0".utf8))
    }
    try agent.wait(for: "wrong clock", in: .output)
    #expect(try states() == ["shown", "expired"])
    agent.signal(SIGTERM)
    let output = try agent.finish().output
    #expect(output.contains(", sent ") && !output.contains("late"))
  }

  @Test func `a message in the spool expires though no agent has run`() throws {
    try sandbox.makeSpool()
    #expect(try sandbox.netsend("--expires", "1", user, "short").status == 0)
    // The time itself is what this is about.
    Thread.sleep(forTimeInterval: 1.1)
    let agent = try sandbox.startAgent(["--display", "terminal"])
    #expect(try sandbox.netsend("--until", "shown", user, "next").status == 0)
    #expect(try states() == ["shown", "expired"])
    _ = agent
  }
}
