// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// Senders on the network, and recipients here, cannot keep messages from other recipients.
@Suite(.serialized, .timeLimit(.minutes(5))) struct GatewayStarvationTests {
  /// Expects that all messages are taken in time.
  ///
  /// One of twenty may be late: a busy machine may stop a sender now and then.
  private func expectAll(
    _ posted: [GatewayDesk.Posted], _ count: Int, within time: Duration,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(posted.count == count, sourceLocation: sourceLocation)
    for message in posted {
      #expect(message.isTaken, "\(message.line)", sourceLocation: sourceLocation)
    }
    let limit = time * Sanitizer.slowdown
    let late = posted.filter { $0.time >= limit }.map(\.line)
    #expect(late.count <= count / 20, "\(late)", sourceLocation: sourceLocation)
  }

  @Test func `a recipient with a stopped agent delays no message to others, and loses none`()
    throws
  {
    let desk = try GatewayDesk(["ann", "ben"])
    let agents = try ["ann", "ben"].map { try desk.machine.startAgent(of: $0) }
    expectAll(
      try desk.post(to: "ann", 1, from: GatewayDesk.addresses(1)), 1, within: .seconds(5))
    agents[1].freeze()
    let crowd = try desk.start("send", to: "ben", 60, from: GatewayDesk.addresses(1))
    expectAll(
      try desk.post(to: "ann", 20, from: GatewayDesk.addresses(1, group: 2)), 20,
      within: .milliseconds(500))
    #expect(try crowd.firstLine() == "60")
    // By now the gateway knows that this agent is silent, and writes to the spool at once.
    expectAll(
      try desk.post(to: "ben", 10, from: GatewayDesk.addresses(1, group: 3)), 10,
      within: .milliseconds(500))
    agents[1].thaw()
    try eventually("all messages are in the inbox") {
      try desk.machine.texts(of: "ben").count >= 70
    }
    // The inbox has each message once, also those that were in the mailslot and in the spool.
    try eventually("the spool is empty") {
      try desk.machine.spooled(for: "ben").allSatisfy { !$0.hasSuffix(".msg") }
    }
    #expect(try desk.machine.texts(of: "ben").count == 70)
    // The agent answers again, so the gateway uses its mailslot again.
    expectAll(
      try desk.post(to: "ben", 1, from: GatewayDesk.addresses(1)), 1, within: .seconds(5))
    _ = agents
  }

  @Test func `a mailslot whose reader takes nothing delays no message to others`() throws {
    let desk = try GatewayDesk(["ann", "eve"])
    let agent = try desk.machine.startAgent(of: "ann")
    // The reader looks like an agent and takes nothing, so the mailslot is soon full.
    let trap = try desk.machine.start(
      [
        "/usr/bin/python3", "-c",
        """
        import os, socket, sys
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.bind("/run/mailslot/eve/messngr"); os.chmod("/run/mailslot/eve/messngr", 0o666)
        print("ready", flush=True); sys.stdin.read() or __import__("time").sleep(600)
        """,
      ], as: "eve")
    try trap.wait(for: "ready", in: .output)
    let crowd = try (1...4).map { group in
      try desk.start("send", to: "eve", 60, from: GatewayDesk.addresses(10, group: group))
    }
    expectAll(
      try desk.post(to: "ann", 20, from: GatewayDesk.addresses(1, group: 6)), 20,
      within: .seconds(1))
    for program in crowd { #expect(try program.firstLine() == "60") }
    _ = (agent, trap)
  }

  @Test func `an address that sends as fast as it can delays no message of another one`() throws {
    let desk = try GatewayDesk(["ann"], ["message-limit=200 per 600 s"])
    let agent = try desk.machine.startAgent(of: "ann")
    let crowd = try desk.start("send", to: "ann", 400, from: GatewayDesk.addresses(1))
    expectAll(
      try desk.post(to: "ann", 50, from: GatewayDesk.addresses(1, group: 2)), 50,
      within: .seconds(2))
    // The flood gets no more than the limit of its address.
    #expect(try Int(crowd.firstLine()) ?? .max <= 200)
    _ = agent
  }

  @Test func `a thousand sessions with keep-alives keep no message out`() throws {
    try expectTaken(beside: "alive", 1024, from: GatewayDesk.addresses(16))
  }

  @Test func `two thousand sessions that are opened again and again keep no message out`() throws {
    try expectTaken(beside: "again", 2000, from: GatewayDesk.addresses(150))
  }

  private func expectTaken(beside mode: String, _ count: Int, from sources: [String]) throws {
    let desk = try GatewayDesk(["ann"], ["log-level=info"])
    let agent = try desk.machine.startAgent(of: "ann")
    let crowd = try desk.start(mode, to: "ann", count, from: sources)
    try crowd.wait(for: "ready", in: .output)
    for _ in 0..<3 {
      let sent = try desk.send(to: "ann", 34, from: GatewayDesk.addresses(34, group: 4))
      #expect(sent.count == 34 && sent.time < .seconds(30), "\(sent)")
    }
    _ = agent
  }
}
