// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A real popup daemon shows what `netsend` sends.
@Suite(.serialized) struct PopupTests {
  private let sandbox: Sandbox
  private let bus: PrivateBus

  init() throws {
    sandbox = try Sandbox()
    bus = try PrivateBus()
  }

  /// Sends a message and waits until it is shown.
  private func show(_ arguments: String..., input: [UInt8]? = nil) throws {
    let finished = try sandbox.run("netsend", ["--until", "shown"] + arguments, input: input)
    #expect(finished.status == 0, "\(finished.errors)")
  }

  @Test func `a message becomes a popup with sender, recipient and text`() throws {
    let desktop = try DunstDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    try show(sandbox.user, "Backup", "finished")
    let popup = try #require(try desktop.history().last)
    #expect(popup.summary == "Message from \(sandbox.user) to \(sandbox.user)")
    #expect(popup.body == "Backup finished")
    #expect(popup.category == "im.received")
    _ = agent
  }

  @Test func `a claimed name is shown behind the proven one`() throws {
    let desktop = try DunstDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    try show("--from", "BACKUP", sandbox.user, "done")
    #expect(
      try desktop.history().last?.summary
        == "Message from \(sandbox.user) as BACKUP to \(sandbox.user)")
    _ = agent
  }

  static let texts: [(name: String, input: [UInt8], shown: String)] = [
    ("several lines", Array("one\ntwo\r\nthree\u{14}four".utf8), "one\ntwo\nthree\nfour"),
    (
      "markup", Array(#"<b>&"'</b> <img src="file:///etc/passwd"/>"#.utf8),
      #"<b>&"'</b> <img src="file:///etc/passwd"/>"#
    ),
    ("control characters", Array("a\u{1B}[31mb\u{7}c\u{202E}d".utf8), "a[31mbcd"),
    ("other scripts", Array("Zoë 日本 👩‍👩‍👧".utf8), "Zoë 日本 👩‍👩‍👧"),
  ]

  @Test(arguments: texts)
  func `a text is shown as it was typed, and its markup does nothing`(
    name: String, input: [UInt8], shown: String
  ) throws {
    let desktop = try DunstDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    try show(sandbox.user, input: input)
    let popup = try #require(try desktop.history().last)
    #expect(popup.body.unescaped == shown)
    #expect(!popup.message.contains("<img"))
    _ = agent
  }

  @Test(arguments: [
    ("CP437", [0x8E, 0x94, 0x81, 0x20, 0xE1] as [UInt8], "Äöü ß"),
    ("bytes of no encoding", [0x61, 0xFF, 0xFE, 0x62], "a\u{A0}■b"),
  ])
  func `text that is not UTF-8 is read in the code page`(
    name: String, bytes: [UInt8], shown: String
  ) throws {
    let desktop = try DunstDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    try sandbox.writeRaw(Array("A\0B\0".utf8) + bytes + [0])
    try show(sandbox.user, "then this")
    let popup = try #require(try desktop.history().first)
    #expect(popup.body == shown)
    _ = agent
  }

  @Test func `the popup daemon gets the urgency, the title and the icon`() throws {
    let mock = try MockDesktop(on: bus, capabilities: ["body", "actions"])
    let agent = try sandbox.startAgent(on: bus)
    try show(
      "--urgency", "critical", "--title", "RAID", "--icon", "drive", sandbox.user, "degraded")
    let call = try #require(try mock.log().last { $0.contains("Notify") })
    #expect(call.contains("\(sandbox.user): RAID"))
    #expect(call.contains("degraded"))
    #expect(call.contains(#""urgency": 2"#) || call.contains("'urgency': 2"))
    #expect(call.contains("drive"))
    _ = agent
  }

  @Test func `any program that writes a datagram can send`() throws {
    let desktop = try DunstDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    let socat = try Program(
      "/usr/bin/socat", ["-", "UNIX-SENDTO:\(sandbox.mailslot().path)"],
      input: Array("A\0B\0hello".utf8), package: "socat")
    #expect(try socat.finish().status == 0)
    let script = """
      import socket
      slot = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      slot.connect("\(sandbox.mailslot().path)")
      fields = ["PYTHON", "everyone", "six lines"]
      body = b"".join(field.encode() + b"\\0" for field in fields)
      slot.send(body)
      """
    let python = try Program("/usr/bin/python3", ["-c", script], package: "python3")
    #expect(try python.finish().status == 0)
    try show(sandbox.user, "last")
    let bodies = try desktop.history().map(\.body)
    #expect(bodies == ["hello", "six lines", "last"])
    _ = agent
  }

  @Test func `200 messages in a burst make a few popups, and all are stored`() throws {
    let desktop = try DunstDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    for number in 1...200 {
      try sandbox.writeRaw(Array("BURST\0ops\0message \(number)\0".utf8))
    }
    try show("--urgency", "critical", sandbox.user, "the end")
    #expect(try sandbox.inbox().count == 201)
    // The critical message goes first.
    try eventually("a popup that counts the burst") {
      try desktop.history().contains { $0.summary.contains("more from \(sandbox.user) as BURST") }
    }
    let shown = try desktop.history()
    // Five single popups, the critical one, and one that counts all others.
    #expect(Set(shown.map(\.id)).count <= 8, "\(shown.map(\.summary))")
    _ = agent
  }

  @Test func `messages that come before the popup daemon are shown when it starts`() throws {
    let agent = try sandbox.startAgent(on: bus)
    #expect(try sandbox.netsend(sandbox.user, "early").status == 0)
    let desktop = try DunstDesktop(on: bus)
    try show(sandbox.user, "late")
    #expect(try desktop.history().map(\.body) == ["early", "late"])
    _ = agent
  }

  @Test func `the next popup daemon shows what came after the first one died`() throws {
    let agent = try sandbox.startAgent(on: bus)
    do {
      let first = try DunstDesktop(on: bus)
      try show(sandbox.user, "before")
      first.dunst.end()
    }
    #expect(try sandbox.netsend(sandbox.user, "between").status == 0)
    let second = try DunstDesktop(on: bus)
    try show(sandbox.user, "after")
    #expect(try second.history().map(\.body) == ["between", "after"])
    _ = agent
  }

  @Test func `a popup daemon that does not answer delays no sender`() throws {
    let desktop = try DunstDesktop(on: bus)
    let agent = try sandbox.startAgent(on: bus)
    try show(sandbox.user, "before")
    desktop.dunst.freeze()
    let finished = try sandbox.netsend(sandbox.user, "stored all the same")
    #expect(finished.status == 0)
    #expect(finished.duration < .seconds(3))
    let shown = try sandbox.netsend("--until", "shown", "--deadline", "1", sandbox.user, "x")
    #expect(shown.status == 75)
    #expect(shown.errors.contains("it is stored"))
    desktop.dunst.thaw()
    try show(sandbox.user, "after")
    #expect(try desktop.history().map(\.body).contains("stored all the same"))
    agent.signal(SIGTERM)
    #expect(try agent.finish().status == 0)
  }

  @Test func `a popup daemon that goes on after a stop shows what it missed`()
    throws
  {
    let desktop = try DunstDesktop(on: bus)
    // Each attempt to show counts for the limit, and no popup may be folded.
    let agent = try sandbox.startAgent(
      ["--display", "desktop"],
      adding: bus.environment.merging(["MESSNGR_POPUP_LIMIT": "1000 per 1 s"]) { $1 })
    try show(sandbox.user, "before")
    desktop.dunst.freeze()
    let missed = try sandbox.netsend("--until", "shown", "--deadline", "3", sandbox.user, "missed")
    #expect(missed.status == 75)
    let waiting = try Program(
      Sandbox.programs.appending(path: "netsend").path,
      ["--until", "shown", "--deadline", "40", sandbox.user, "waiting"], environment: sandbox.paths
    )
    // By now the agent knows that the daemon is silent, and does not ask it for a while.
    #expect(
      try sandbox.netsend("--until", "shown", "--deadline", "1", sandbox.user, "x").status == 75)
    desktop.dunst.thaw()
    #expect(try waiting.finish().status == 0)
    // The last two are sent at the same time, so their order is open.
    try eventually("all that was missed") {
      Set(try desktop.history().map(\.body)).isSuperset(of: ["before", "missed", "waiting", "x"])
    }
    _ = agent
  }

  @Test func `a locked screen shows how many messages wait, and the texts after it is unlocked`()
    throws
  {
    let desktop = try MockDesktop(on: bus)
    let login = try MockLogin(on: bus)
    try login.add("1", of: getuid())
    try login.lock("1")
    let agent = try sandbox.startAgent(
      ["--display", "desktop"],
      adding: bus.environment.merging(["DBUS_SYSTEM_BUS_ADDRESS": bus.address]) { $1 })
    try sandbox.netsend(sandbox.user, "top secret")
    try sandbox.netsend("--urgency", "critical", sandbox.user, "more secret")
    try desktop.wait(for: "2 messages wait")
    #expect(!(try desktop.log().contains { $0.contains("secret") }))
    func says(_ text: String, _ command: String) throws -> Bool {
      try sandbox.run("messngr", [command], environment: sandbox.environment).output.contains(text)
    }
    #expect(try says("2 held back: the locked screen", "status"))
    #expect(try says("the screen is locked: popups show who has sent, and no text", "doctor"))
    try login.lock("1", false)
    for text in ["top secret", "more secret"] { try desktop.wait(for: text) }
    try eventually("no lock") { try !says("locked", "doctor") }
    // One of two sessions is locked, and unlocked again.
    try login.add("2", of: getuid())
    try login.lock("1")
    try sandbox.netsend(sandbox.user, "third secret")
    try desktop.wait(for: "Message from \(sandbox.user)")
    #expect(!(try desktop.log().contains { $0.contains("third secret") }))
    try login.lock("1", false)
    try desktop.wait(for: "third secret")
    _ = agent
  }

  @Test func `the next agent shows what the last one has not shown`() throws {
    let desktop = try DunstDesktop(on: bus)
    let first = try sandbox.startAgent()
    #expect(try sandbox.netsend(sandbox.user, "kept").status == 0)
    first.signal(SIGTERM)
    #expect(try first.finish().status == 0)
    let second = try sandbox.startAgent(on: bus)
    try show(sandbox.user, "next")
    second.signal(SIGKILL)
    try second.finish()
    let third = try sandbox.startAgent(on: bus)
    try show(sandbox.user, "last")
    #expect(try desktop.history().map(\.body) == ["kept", "next", "last"])
    _ = third
  }
}

extension String {
  /// The text without the entities of markup.
  fileprivate var unescaped: String {
    replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&quot;", with: "\"")
      .replacing("&apos;", with: "'").replacing("&amp;", with: "&")
  }
}
