// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// One server and one behaviour: an agent with an empty inbox, and what a test does with it.
struct Cell {
  let desk: ServerDesk
  let sandbox: Sandbox
  private let agent: Program
  private let first: Int

  init(at desk: ServerDesk) throws {
    self.desk = desk
    sandbox = try Sandbox()
    first = desk.monitor.count
    agent = try sandbox.startAgent(on: desk.bus)
  }

  func check(_ behaviour: Behaviour) throws {
    switch behaviour {
    case .text: try text()
    case .urgency: try urgency()
    case .question: try question()
    case .inlineReply: try inlineReply()
    case .replace: try replace()
    case .retract: try retract()
    case .burst: try burst()
    case .frozen: try frozen()
    case .killed: try killed()
    case .startedOnDemand: try startedOnDemand(of: desk.server, on: desk.screen)
    }
  }

  /// The notifications of this cell so far.
  var notifications: [NotifyCall] { desk.monitor.notifications(after: first) }

  /// The numbers of the notifications that the agent has closed.
  var closed: [UInt32] { desk.monitor.closed(after: first) }

  /// Sends a message, waits until it is shown, and returns its identifier.
  @discardableResult
  func show(_ arguments: String...) throws -> String {
    let finished = try sandbox.run("netsend", ["--until", "shown", "--json"] + arguments)
    try #require(finished.status == 0, "\(finished.output) \(finished.errors)")
    let report = try JSONSerialization.jsonObject(with: Data(finished.output.utf8))
    return try #require((report as? [String: Any])?["id"] as? String)
  }

  /// Starts `netsend` with a question.
  func ask(_ arguments: String...) throws -> Program {
    try Program(
      Sandbox.programs.appending(path: "netsend").path,
      ["--until", "answered", "--deadline", "60", "--json"] + arguments,
      environment: sandbox.paths)
  }

  /// The notification with a text in its body, as soon as the monitor has seen its number.
  func notification(with text: String) throws -> NotifyCall {
    var found: NotifyCall?
    try eventually("a notification with \(text)") {
      found = notifications.last { $0.number != nil && $0.body.contains(text) }
      return found != nil
    }
    return try #require(found)
  }

  private func text() throws {
    try show(sandbox.user, "Zoë & 日本 see <b>bold</b> type")
    let call = try notification(with: "Zo")
    #expect(call.summary == "Message from \(sandbox.user) to \(sandbox.user)")
    let readsMarkup = try desk.capabilities().contains("body-markup")
    #expect(
      call.body
        == (readsMarkup
          ? "Zoë &amp; 日本 see &lt;b&gt;bold&lt;/b&gt; type" : "Zoë & 日本 see <b>bold</b> type"))
    // The markup is drawn as the text that it is.
    try desk.wait(for: "<b>bold")
    try desk.wait(for: "type")
  }

  private func urgency() throws {
    for (level, number) in [("low", 0), ("normal", 1), ("critical", 2)] {
      try show("--urgency", level, sandbox.user, "as \(level)")
      #expect(try notification(with: "as \(level)").urgency == number)
    }
  }

  private func question() throws {
    let netsend = try ask(
      "--action", "restart=Restart", "--action", "later=Postpone", sandbox.user,
      "Shall the printer reboot?")
    switch desk.server.button {
    case .click: try desk.screen.click(try desk.wait(for: "Restart"), button: 1)
    case .menu: try desk.screen.click(try desk.wait(for: "printer"), button: 2)
    case .command(let words):
      try desk.wait(for: "printer")
      let number = try #require(try notification(with: "printer").number)
      try Program.output(
        of: words[0], words.dropFirst().map { $0.replacing("{id}", with: "\(number)") },
        environment: desk.bus.environment, package: desk.server.package)
    }
    let finished = try netsend.finish()
    #expect(finished.status == 0, "\(finished.output)")
    #expect(finished.output.contains(#""answer":"restart""#))
    if desk.server.keepsAnsweredQuestions {
      // The next test needs a screen without it.
      try desk.restart()
    } else {
      try eventually("a screen without the question") { !(try desk.look().shows("printer")) }
    }
  }

  private func inlineReply() throws {
    // The servers with a field for a text are in the list of the large desktops.
    #expect(!(try desk.capabilities().contains("inline-reply")))
  }

  private func replace() throws {
    let first = try show(sandbox.user, "Apricot")
    try desk.wait(for: "Apricot")
    try show("--replaces", first, sandbox.user, "Blueberry")
    let number = try #require(try notification(with: "Apricot").number)
    #expect(try notification(with: "Blueberry").replaces == number)
    try desk.wait(for: "Blueberry")
    #expect(!(try desk.look().shows("Apricot")))
  }

  private func retract() throws {
    let message = try show(sandbox.user, "Cranberry")
    try desk.wait(for: "Cranberry")
    let number = try #require(try notification(with: "Cranberry").number)
    #expect(try sandbox.netsend("--retract", message, sandbox.user, "withdrawn").status == 0)
    try eventually("the call that closes the notification") { closed.contains(number) }
    try eventually("a screen without the message") { !(try desk.look().shows("Cranberry")) }
  }

  private func burst() throws {
    for number in 1...200 {
      try sandbox.writeRaw(Array("BURST\0ops\0message \(number)\0".utf8))
    }
    try show("--urgency", "critical", sandbox.user, "the end")
    #expect(try sandbox.inbox().count == 201)
    try eventually("a popup that counts the others") {
      notifications.contains { $0.summary.contains("more from \(sandbox.user) as BURST") }
    }
    // Five single popups, the critical one, and one that counts all others.
    let calls = notifications
    #expect(Set(calls.compactMap(\.number)).count <= 8, "\(calls.map(\.summary))")
  }
}
