// SPDX-License-Identifier: Apache-2.0

import Foundation
import Inbox
import Messages
import TestSupport
import Testing

/// The agent keeps its promises when it is killed, its clock is set back, or its disk is full.
@Suite(.serialized) struct CrashTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  /// With a sanitizer the programs are many times slower, so a tenth of the kills is made.
  private static let isSmall = Sanitizer.isOn
  private static let killCount = isSmall ? 20 : 200
  private static let messageCount = isSmall ? 2_000 : 20_000

  private static let bothWantTheClock: Comment =
    "faketime and a sanitizer both stand between a program and its clock, and wait for each other"

  /// Starts an agent that prints each message and folds none.
  private func startAgent(adding variables: [String: String] = [:]) throws -> Program {
    try sandbox.startAgent(
      ["--display", "terminal"],
      adding: variables.merging(["MESSNGR_POPUP_LIMIT": "1000 per 1 s"]) { $1 })
  }

  private func texts(_ printed: String) -> [String] {
    printed.split(separator: "\n").compactMap {
      $0.hasPrefix("  load ") ? String($0.dropFirst(2)) : nil
    }
  }

  @Test
  func `200 kills under load lose and double no acknowledged message, and repeat no shown one`()
    throws
  {
    try kill(Self.killCount, messages: Self.messageCount) { _ in [:] }
  }

  @Test(.enabled(if: !Sanitizer.isOn, Self.bothWantTheClock))
  func `a clock that is set back by a day before each start loses nothing and shows nothing twice`()
    throws
  {
    try kill(Self.killCount / 10, messages: Self.messageCount / 10) { life in
      try FakeClock.environment(days: -life)
    }
  }

  @Test(.enabled(if: !Sanitizer.isOn, Self.bothWantTheClock))
  func `a clock that is set back while the agent runs loses nothing and changes no order`()
    throws
  {
    let clock = try FakeClock(in: sandbox.folder)
    let agent = try startAgent(adding: try clock.environment)
    let sent = (0..<5).map { "load \($0)" }
    for (step, text) in sent.enumerated() {
      try clock.set(days: -step)
      #expect(try sandbox.netsend("--until", "shown", sandbox.user, text).status == 0)
    }
    let stored = try sandbox.inbox()
    #expect(Set(stored.compactMap { $0["text"] as? String }) == Set(sent))
    let days = stored.compactMap { $0["arrival"] as? Int }.map { $0 / 86_400_000 }
    #expect(Set(days).count == 5, "the clock was not set: \(stored)")
    agent.signal(SIGTERM)
    let finished = try agent.finish()
    #expect(finished.status == 0)
    #expect(texts(finished.output) == sent)
  }

  /// Kills one agent after another while messages arrive, and checks the inbox at the end.
  private func kill(
    _ killCount: Int, messages messageCount: Int, environment: (Int) throws -> [String: String]
  ) throws {
    var random = SplitMix64(seed: 20_261_121)
    let load = LoadSender(to: sandbox, count: messageCount)
    defer { load.stop() }
    let perLife = messageCount / killCount
    var marked: Set<String> = []
    var shownCount = 0
    var shownAgain = 0
    var seen: Set<String> = []
    for life in 1...killCount {
      let agent = try startAgent(adding: environment(life))
      let target = load.acknowledged + Int.random(in: 0..<perLife * 2, using: &random)
      try load.wait(forAcknowledged: min(target, messageCount))
      // A receipt arrives at one point of the agent's work; the pause leads to any other point.
      usleep(UInt32.random(in: 0..<8_000, using: &random))
      agent.signal(SIGKILL)
      let shown = texts(try agent.finish().output)
      #expect(marked.isDisjoint(with: shown), "shown again in life \(life)")
      shownCount += shown.count
      shownAgain += shown.count { !seen.insert($0).inserted }
      // Not each time: opening the inbox does repairs that the next agent should do.
      if life % 5 == 0 {
        let inbox = try sandbox.openInbox()
        let records = try inbox.list(limit: .max)
        marked.formUnion(records.filter { $0.state != .stored }.map(\.delivery.message.text))
        try inbox.close()
      }
    }
    let last = try startAgent(adding: environment(killCount + 1))
    try load.wait()
    last.signal(SIGTERM)
    let finished = try last.finish()
    #expect(finished.status == 0, "\(finished.errors)")
    #expect(load.acknowledged == messageCount)
    let inbox = try sandbox.openInbox()
    defer { try? inbox.close() }
    let stored = try inbox.list(limit: .max).map(\.delivery.message.text)
    #expect(stored.count == messageCount)
    #expect(Set(stored) == Set((0..<messageCount).map(LoadSender.text)))
    // Each kill may repeat one message: the one that the agent was just showing.
    #expect(shownAgain <= killCount)
    print(
      "\(killCount) kills: \(load.attempts) attempts for \(messageCount) messages,",
      "\(shownCount) shown, \(shownAgain) of them again")
  }

  @Test
  func `SIGTERM under load ends the agent within two seconds, and all acknowledged is stored`()
    throws
  {
    let load = LoadSender(to: sandbox, count: 1_000_000)
    defer { load.stop() }
    for life in 1...3 {
      let agent = try startAgent()
      try load.wait(forAcknowledged: life * 1000)
      let start = ContinuousClock.now
      agent.signal(SIGTERM)
      #expect(try agent.finish().status == 0)
      #expect(start.duration(to: .now) < .seconds(2))
    }
    load.stop()
    try load.wait()
    let inbox = try sandbox.openInbox()
    defer { try? inbox.close() }
    let count = try inbox.latest().number
    #expect(count >= load.acknowledged)
    #expect(load.refusals.isEmpty)
  }

  @Test func `SIGHUP under load reads the configuration again and loses nothing`() throws {
    let agent = try startAgent()
    let load = LoadSender(to: sandbox, count: 5000)
    defer { load.stop() }
    for step in 1...10 {
      try load.wait(forAcknowledged: step * 300)
      agent.signal(SIGHUP)
    }
    try load.wait()
    #expect(load.acknowledged == 5000)
    #expect(load.attempts == 5000)
    try agent.wait(for: "configuration read again", in: .errors)
    agent.signal(SIGTERM)
    #expect(try agent.finish().status == 0)
  }

  @Test func `SIGHUP does not end an agent that is still starting`() throws {
    for _ in 1...5 {
      let agent = try startAgent()
      agent.signal(SIGHUP)
      #expect(try sandbox.netsend("--until", "shown", sandbox.user, "x").status == 0)
      agent.signal(SIGTERM)
      #expect(try agent.finish().status == 0)
    }
  }

  @Test(.enabled(if: geteuid() == 0, "only root can mount a small disk"))
  func `a full disk refuses with a code, shows nothing twice, and loses nothing acknowledged`()
    throws
  {
    let disk = try SmallDisk(in: sandbox)
    defer { disk.unmount() }
    let agent = try startAgent()
    #expect(try sandbox.netsend(sandbox.user, "before").status == 0)
    try agent.wait(for: "before", in: .output)
    try disk.fill()
    let long = [UInt8](repeating: 0x78, count: 60_000)
    var refused = 0
    for number in 1...40 {
      let finished = try sandbox.netsend(
        "--from", "\(number)", "--no-spool", sandbox.user, input: long)
      #expect(finished.status == 0 || finished.status == 73, "\(finished.errors)")
      if finished.status != 0 { refused += 1 }
    }
    #expect(refused > 0)
    // This one has no receipt channel: the agent has to keep it.
    try sandbox.writeRaw(Array("RAW\0ops\0while the disk was full\0".utf8) + [])
    try disk.free()
    try agent.wait(for: "while the disk was full", in: .output)
    #expect(try sandbox.netsend("--until", "shown", sandbox.user, "after").status == 0)
    let stored = try sandbox.inbox().compactMap { $0["text"] as? String }
    #expect(stored.count == 40 - refused + 3)
    agent.signal(SIGTERM)
    let printed = try agent.finish().output
    for text in ["  before\n", "  after\n", "  while the disk was full\n"] {
      #expect(printed.split(separator: text).count == 2 || printed.hasSuffix(text), "\(text)")
    }
  }
}
