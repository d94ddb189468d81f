// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import LinuxSystem
import Messages
import Testing

@testable import AgentPolicy
@testable import MessengerAgent

/// Messages on the terminals of a user without a desktop, with real pseudoterminals and the test's
/// own record of logins.
@Suite struct TerminalsTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "tty-\(UUID())")
  private let me = Account(name: "ann", userID: geteuid(), groupID: getegid(), home: "/")
  private var logins: FilePath { FilePath(folder.appending(path: "utmp").path) }
  private let popup = Popup(summary: "Message from BEN to ann", body: "one\ntwo", urgency: .normal)

  init() throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func display(_ logins: (user: String, line: String, type: Int32)...) throws
    -> TerminalsDisplay
  {
    var records: [UInt8] = []
    for (user, line, type) in logins {
      var record = utmpx()
      record.ut_type = Int16(type)
      withUnsafeMutableBytes(of: &record.ut_user) { $0.copyBytes(from: user.utf8) }
      withUnsafeMutableBytes(of: &record.ut_line) { $0.copyBytes(from: line.utf8) }
      withUnsafeBytes(of: record) { records += $0 }
    }
    try Data(records).write(to: URL(filePath: self.logins.string))
    return TerminalsDisplay(OpenTerminals(of: me, logins: self.logins))
  }

  @Test func `a message goes to each terminal of the user that takes messages`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let (open, closed, foreign) = try (Pseudoterminal(), Pseudoterminal(), Pseudoterminal())
    open.takesMessages(true)
    closed.takesMessages(false)
    foreign.takesMessages(true)
    let display = try display(
      ("ann", open.line, USER_PROCESS), ("ann", closed.line, USER_PROCESS),
      ("ben", foreign.line, USER_PROCESS), ("ann", foreign.line, DEAD_PROCESS))
    #expect(display.isPresent)
    #expect(display.summary == "1 terminal")
    #expect(try display.show(popup) == nil)
    #expect(
      open.text.unicodeScalars.filter { $0 != "\r" }.map(String.init).joined()
        == "\n\u{7}Message from BEN to ann\n  one\n  two\n")
    #expect(closed.text == "")
    #expect(foreign.text == "")
  }

  @Test func `without a terminal that takes messages, the display is absent`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let terminal = try Pseudoterminal()
    terminal.takesMessages(false)
    let display = try display(("ann", terminal.line, USER_PROCESS))
    #expect(!display.isPresent)
    #expect(throws: DisplayError.absent("no terminal takes messages")) { try display.show(popup) }
    terminal.takesMessages(true)
    #expect(display.isPresent)
  }

  @Test(arguments: [
    "../../tmp/x", "pts/../../tmp/x", "null", "seat0", "tty/../null", "pts/999999", "",
  ])
  func `what is no terminal is not written to`(line: String) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(!(try display(("ann", line, USER_PROCESS)).isPresent))
  }

  @Test func `a stopped terminal does not block the agent`() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let terminal = try Pseudoterminal()
    terminal.takesMessages(true)
    let display = try display(("ann", terminal.line, USER_PROCESS))
    // The test does not read at the other end, so the terminal becomes full.
    let long = Popup(
      summary: "x", body: String(repeating: "x", count: 60_000), urgency: .normal)
    #expect(throws: DisplayError.self) {
      for _ in 1...100 { _ = try display.show(long) }
    }
  }

  @Test func `without a record of logins, every terminal of the user counts`() throws {
    let terminal = try Pseudoterminal()
    terminal.takesMessages(true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let terminals = OpenTerminals(of: me, logins: FilePath(folder.path).appending("none"))
    let open = terminals.open()
    defer { for terminal in open { try? terminal.close() } }
    #expect(
      open.contains {
        (try? $0.stat())?.inode == (try? FilePath("/dev/\(terminal.line)").stat())?.inode
      })
  }

  @Test(.timeLimit(.minutes(1))) func `the display reports a login`() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let terminal = try Pseudoterminal()
    terminal.takesMessages(true)
    let display = try display(("ann", terminal.line, USER_PROCESS))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { await display.run() }
      var events = display.events.makeAsyncIterator()
      // The first event reports the terminals that were there, and that the watch has begun.
      #expect(await events.next(isolation: #isolation) == .appeared())
      let file = try FileHandle(forWritingTo: URL(filePath: logins.string))
      try file.write(contentsOf: Data(contentsOf: URL(filePath: logins.string)))
      try file.close()
      #expect(await events.next(isolation: #isolation) == .appeared())
      group.cancelAll()
    }
  }
}
