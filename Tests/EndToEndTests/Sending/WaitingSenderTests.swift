// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// The receipts that a waiting sender gets when the recipient acts.
@Suite(.serialized) struct WaitingSenderTests {
  private let sandbox: Sandbox
  private let bus: PrivateBus

  init() throws {
    sandbox = try Sandbox()
    bus = try PrivateBus()
  }

  private func startNetsend(_ arguments: String...) throws -> Program {
    try Program(
      Sandbox.programs.appending(path: "netsend").path, arguments, environment: sandbox.paths)
  }

  /// Waits until the popup daemon was asked to show a text, and returns the number of the popup.
  private func popup(of text: String, on mock: MockDesktop) throws -> Int {
    func calls() throws -> [String] { try mock.log().filter { $0.hasPrefix("Notify ") } }
    try eventually("a popup of \(text)") { try calls().contains { $0.contains(text) } }
    // This daemon numbers popups from 1, and the tests here ask for each popup once.
    return try (calls().firstIndex { $0.contains(text) } ?? 0) + 1
  }

  @Test func `a click means read, and closes the popup`() throws {
    let mock = try MockDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    let sender = try startNetsend("--until", "read", "--json", sandbox.user, "clicked")
    let number = try popup(of: "clicked", on: mock)
    try mock.emit("ActionInvoked", "us", "<uint32 \(number)>, <'default'>")
    let finished = try sender.finish()
    #expect(finished.status == 0)
    #expect(finished.output.contains(#""state":"read""#))
    try eventually("the end of the popup") {
      try mock.log().contains { $0.hasPrefix("CloseNotification \(number)") }
    }
    _ = agent
  }

  @Test func `the answer is the action that was pressed, or the reply`() throws {
    let mock = try MockDesktop(on: bus, capabilities: ["body", "actions", "inline-reply"])
    let agent = try sandbox.startAgent(on: bus)
    let first = try startNetsend(
      "--until", "answered", "--json", "--action", "yes=Come", "--action", "no=Stay", sandbox.user,
      "lunch")
    try mock.emit(
      "ActionInvoked", "us", "<uint32 \(try popup(of: "lunch", on: mock))>, <'yes'>")
    let answered = try first.finish()
    #expect(answered.status == 0)
    #expect(answered.output.contains(#""answer":"yes""#), "\(answered.output)")
    let second = try startNetsend("--until", "answered", "--json", sandbox.user, "where are you")
    let number = try popup(of: "where are you", on: mock)
    #expect(try mock.log().contains { $0.contains("where are you") && $0.contains("inline-reply") })
    try mock.emit("NotificationReplied", "us", "<uint32 \(number)>, <'on my way'>")
    #expect(try second.finish().output.contains(#""answer":"on my way""#))
    _ = agent
  }

  @Test func `a question that is closed ends the wait at once`() throws {
    let mock = try MockDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    let sender = try startNetsend("--until", "answered", sandbox.user, "lunch")
    let number = try popup(of: "lunch", on: mock)
    try mock.emit("NotificationClosed", "uu", "<uint32 \(number)>, <uint32 2>")
    let finished = try sender.finish()
    #expect(finished.status == 75)
    #expect(finished.errors.contains("dismissed"), "\(finished.errors)")
    _ = agent
  }

  @Test(arguments: [("expired", 1), ("dismissed", 2)])
  func `a popup that closes without a click is not read`(how: String, reason: Int) throws {
    let mock = try MockDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    let sender = try startNetsend("--until", "read", "--deadline", "2", sandbox.user, how)
    try mock.emit(
      "NotificationClosed", "uu", "<uint32 \(try popup(of: how, on: mock))>, <uint32 \(reason)>")
    let finished = try sender.finish()
    #expect(finished.status == 75)
    #expect(finished.errors.contains(reason == 1 ? "shown" : "dismissed"), "\(finished.errors)")
    #expect(try sandbox.inbox("--unread").count == 1)
    _ = agent
  }

  @Test func `messngr read and messngr reply end the wait, and close the popup`() throws {
    let mock = try MockDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    let first = try startNetsend("--until", "read", sandbox.user, "read elsewhere")
    let number = try popup(of: "read elsewhere", on: mock)
    #expect(
      try sandbox.run("messngr", ["read", "1"], environment: sandbox.environment).status == 0)
    #expect(try first.finish().status == 0)
    try eventually("the end of the popup") {
      try mock.log().contains { $0.hasPrefix("CloseNotification \(number)") }
    }
    let second = try startNetsend("--until", "answered", "--json", sandbox.user, "answer elsewhere")
    _ = try popup(of: "answer elsewhere", on: mock)
    let reply = try sandbox.run(
      "messngr", ["reply", "2", "in a minute"], environment: sandbox.environment)
    #expect(reply.status == 0, "\(reply.errors)")
    #expect(try second.finish().output.contains(#""answer":"in a minute""#))
    _ = agent
  }

  @Test func `a click on a repeated message means that all of them are read`() throws {
    let mock = try MockDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    let senders = try (1...3).map { count in
      let sender = try startNetsend("--until", "read", sandbox.user, "disk full")
      let shown = count == 1 ? "disk full" : "(\(count)×)"
      _ = try popup(of: shown, on: mock)
      return sender
    }
    try mock.emit("ActionInvoked", "us", "<uint32 1>, <'default'>")
    for sender in senders { #expect(try sender.finish().status == 0) }
    #expect(try sandbox.inbox("--unread").isEmpty)
    _ = agent
  }

  @Test func `--replaces redraws the popup, --retract closes it`() throws {
    let mock = try MockDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    let ids = ["1", "2"].map { String(repeating: $0, count: 32) }
    func show(_ arguments: String...) throws {
      let finished = try sandbox.run("netsend", ["--until", "shown"] + arguments)
      #expect(finished.status == 0, "\(finished.errors)")
    }
    let waiting = try startNetsend(
      "--until", "read", "--id", ids[0], sandbox.user, "backup 10 %")
    _ = try popup(of: "10 %", on: mock)
    try show("--id", ids[1], "--replaces", ids[0], sandbox.user, "backup 20 %")
    #expect(
      try mock.log().contains { $0.hasPrefix(#"Notify "Messngr" 1 "#) && $0.contains("20 %") })
    let replaced = try waiting.finish()
    #expect(replaced.status == 75)
    #expect(replaced.errors.contains("it is retracted"), "\(replaced.errors)")
    try sandbox.netsend("--retract", ids[1], sandbox.user, "never mind")
    try eventually("the end of the popup") {
      try mock.log().contains { $0.hasPrefix("CloseNotification 1") }
    }
    #expect(try sandbox.inbox("--unread").isEmpty)
    #expect(try sandbox.inbox().first?["text"] as? String == "never mind")
    _ = agent
  }

  @Test func `a message that is not shown in time expires, and its sender gets a receipt`() throws {
    let agent = try sandbox.startAgent()
    let finished = try sandbox.netsend(
      "--until", "shown", "--expires", "1", "--deadline", "30", sandbox.user, "stale")
    #expect(finished.status == 75)
    #expect(finished.duration < .seconds(15))
    #expect(finished.errors.contains("expired"), "\(finished.errors)")
    _ = agent
  }

  @Test func `a message that goes to a log file has been shown to no user`() throws {
    let agent = try Program(
      "/bin/sh",
      [
        "-c", "exec \"$0\" --display terminal >\"$1\"",
        Sandbox.programs.appending(path: "messngrd").path,
        sandbox.folder.appending(path: "log").path,
      ], environment: sandbox.environment)
    try agent.wait(for: "listening", in: .errors)
    let sent = try sandbox.netsend("--until", "shown", "--deadline", "0.5", sandbox.user, "hello")
    #expect(sent.status == 75, "\(sent)")
    agent.signal(SIGTERM)
    _ = try agent.finish()
  }

  @Test func `a terminal that takes no output does not delay the storing of messages`() throws {
    // Standard output is full, as a terminal is after Ctrl-S.
    let agent = try Program(
      "/bin/sh",
      [
        "-c", "exec \"$0\" --display terminal >/dev/ptmx",
        Sandbox.programs.appending(path: "messngrd").path,
      ],
      environment: sandbox.environment.merging(["LIBDISPATCH_COOPERATIVE_POOL_STRICT": "1"]) { $1 })
    try agent.wait(for: "listening", in: .errors)
    let long = [UInt8](repeating: 0x78, count: 60_000)
    for number in 1...10 {
      let finished = try sandbox.netsend("--from", "\(number)", sandbox.user, input: long)
      #expect(finished.status == 0, "\(finished.errors)")
    }
    #expect(try sandbox.inbox().count == 10)
    agent.signal(SIGKILL)
  }
}
