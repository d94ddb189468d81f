// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A user without a desktop, who has turned on messages on the terminal.
@Suite struct TerminalTests {
  private let machine: Machine
  private let bus: PrivateBus

  init() throws {
    machine = try Machine(["ann", "ben"])
    bus = try PrivateBus(launcher: machine.launcher)
  }

  /// Opens a terminal as `script` and ssh do, and records the login.
  private func logIn(
    _ user: String, takesMessages: Bool, from host: String = ""
  ) throws -> Program {
    let terminal = try machine.start(
      [
        "/usr/bin/script", "-qec",
        "chmod \(takesMessages ? "g+w" : "g-w") $(tty); tty; exec sleep 60", "/dev/null",
      ], as: user, ["PATH": "/usr/bin:/bin"])
    try terminal.wait(for: "/dev/pts/", in: .output)
    try terminal.wait(for: "\n", in: .output)
    let name = terminal.text(.output).split(whereSeparator: \.isWhitespace)[0].dropFirst(5)
    var record = utmpx()
    record.ut_type = Int16(USER_PROCESS)
    withUnsafeMutableBytes(of: &record.ut_user) { $0.copyBytes(from: user.utf8) }
    withUnsafeMutableBytes(of: &record.ut_line) { $0.copyBytes(from: name.utf8) }
    withUnsafeMutableBytes(of: &record.ut_host) { $0.copyBytes(from: host.utf8) }
    let file = URL(filePath: "\(machine.folder)/run/utmp")
    let before = (try? Data(contentsOf: file)) ?? Data()
    // In place: the agent watches the file.
    if before.isEmpty { try Data().write(to: file) }
    let handle = try FileHandle(forWritingTo: file)
    try handle.seekToEnd()
    try handle.write(contentsOf: withUnsafeBytes(of: record) { Data($0) })
    try handle.close()
    return terminal
  }

  private func startAgent(terminals: String) throws -> Program {
    try machine.startAgent(
      of: "ann", ["--display", "desktop"],
      adding: bus.environment.merging([
        "MESSNGR_TERMINALS": terminals, "HOME": machine["ann"].home,
        "DBUS_SYSTEM_BUS_ADDRESS": bus.address,
      ]) { $1 })
  }

  @Test func `a message is shown on each terminal that takes messages`() throws {
    let terminals = try [
      logIn("ann", takesMessages: true), logIn("ann", takesMessages: false),
      logIn("ben", takesMessages: true), logIn("ann", takesMessages: true),
    ]
    let agent = try startAgent(terminals: "yes")
    let sent = try machine.netsend(
      as: "ben", "--until", "shown", "ann", "hello\u{1B}[31m\u{9B}2J red\nand more")
    #expect(sent.status == 0, "\(sent.errors)")
    for index in [0, 3] {
      try terminals[index].wait(for: "Message from ben to ann", in: .output)
      try terminals[index].wait(for: "and more", in: .output)
      #expect(!terminals[index].text(.output).contains { $0 == "\u{1B}" || $0 == "\u{9B}" })
    }
    for index in [1, 2] { #expect(!terminals[index].text(.output).contains("Message from")) }
    _ = agent
  }

  @Test func `a user without a desktop gets a question on a terminal, and answers it there`() throws
  {
    let terminal = try logIn("ann", takesMessages: true)
    let agent = try machine.startAgent(
      of: "ann", ["--display", "terminals"], adding: ["HOME": machine["ann"].home])
    let question = try machine.start(
      [
        machine.path(of: "netsend"), "--until", "answered", "--action", "yes=Yes", "ann", "Reboot?",
      ], as: "ben")
    try terminal.wait(for: "Reboot?", in: .output)
    let answer = try machine.run("messngr", ["reply", "-q", "1", "yes"], as: "ann")
    #expect(answer.status == 0, "\(answer.errors)")
    let asked = try question.finish()
    #expect(asked.status == 0)
    #expect(asked.output.contains("yes"))
    _ = agent
  }

  @Test func `messages that waited are shown at the login`() throws {
    let other = try logIn("ben", takesMessages: true)
    let agent = try startAgent(terminals: "yes")
    #expect(try machine.netsend(as: "ben", "ann", "early").status == 0)
    let late = try machine.netsend(as: "ben", "--until", "shown", "--deadline", "0.3", "ann", "x")
    #expect(late.status == 75)
    let terminal = try logIn("ann", takesMessages: true)
    try terminal.wait(for: "early", in: .output)
    _ = (agent, other)
  }

  @Test func `a user who has not turned it on gets no messages on the terminal`() throws {
    let terminal = try logIn("ann", takesMessages: true)
    let agent = try startAgent(terminals: "no")
    let sent = try machine.netsend(as: "ben", "--until", "shown", "--deadline", "0.5", "ann", "x")
    #expect(sent.status == 75)
    #expect(!terminal.text(.output).contains("Message from"))
    _ = agent
  }

  @Test func `a desktop with a popup daemon comes before the terminals`() throws {
    let desktop = try DunstDesktop(on: bus)
    let terminal = try logIn("ann", takesMessages: true)
    let agent = try startAgent(terminals: "yes")
    let first = try machine.netsend(as: "ben", "--until", "shown", "ann", "to the desk")
    #expect(first.status == 0, "\(first.errors)")
    #expect(try desktop.history().map(\.body) == ["to the desk"])
    #expect(!terminal.text(.output).contains("to the desk"))
    desktop.dunst.end()
    let second = try machine.netsend(as: "ben", "--until", "shown", "ann", "to the terminal")
    #expect(second.status == 0, "\(second.errors)")
    try terminal.wait(for: "to the terminal", in: .output)
    _ = agent
  }

  @Test
  func `while the desktop is locked, messages go to a remote terminal and not to the desktop`()
    throws
  {
    let desktop = try MockDesktop(on: bus)
    let login = try MockLogin(on: bus)
    try login.add("1", of: machine["ann"].uid)
    try login.lock("1")
    let window = try logIn("ann", takesMessages: true, from: ":0")
    let agent = try startAgent(terminals: "yes")
    func tell(_ text: String) throws {
      let sent = try machine.netsend(as: "ben", "--until", "shown", "ann", text)
      #expect(sent.status == 0, "\(sent.errors)")
    }
    let one = try machine.netsend(as: "ben", "--until", "shown", "--deadline", "0.5", "ann", "one")
    #expect(one.status == 75)
    try desktop.wait(for: "Message from ben")
    #expect(!(try desktop.log().contains { $0.contains("one") }))
    #expect(!window.text(.output).contains("Message from"))
    let remote = try logIn("ann", takesMessages: true, from: "192.0.2.7")
    try tell("two")
    try remote.wait(for: "one", in: .output)
    try remote.wait(for: "two", in: .output)
    #expect(!(try desktop.log().contains { $0.contains("two") }))
    remote.end()
    try login.lock("1", false)
    try tell("three")
    try desktop.wait(for: "three")
    _ = agent
  }
}
