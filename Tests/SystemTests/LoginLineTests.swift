// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What a shell says at login about messages that wait.
@Suite struct LoginLineTests {
  enum Shell: String, CaseIterable { case sh, bash, zsh, fish }

  /// A home with a spool, and a messngr that says what a test wants.
  private struct Login {
    let bench: Workbench
    let hook: String

    /// The user who logs in: fish takes the name from passwd(5), and not from the environment.
    static let user = NSUserName()

    init() throws {
      bench = try Workbench()
      let program = try bench.makeScript(
        "bin/messngr", "echo called >>\(bench.path)/calls; cat \(bench.path)/count")
      let text = try bench.text(of: "\(Workbench.resources)/shell/messngr.sh")
        .replacing("/usr/bin/messngr", with: program)
      hook = "\(bench.path)/messngr.sh"
      try Data(text.utf8).write(to: URL(filePath: hook))
      try bench.makeDirectory("spool/\(Self.user)")
      try bench.makeDirectory("state/messngr/spool")
    }

    /// What the shell prints when the user logs in at a terminal.
    func line(
      _ shell: Shell = .sh, interactive: Bool = true, before: String = "", after: String = "",
      _ variables: [String: String] = [:]
    ) throws -> String {
      let command =
        switch shell {
        case .fish:
          try bench.text(of: "\(Workbench.resources)/shell/messngr.fish")
            .replacing("/etc/profile.d/messngr.sh", with: hook)
        default: "\(before)\n. \(hook)\n\(after)\n"
        }
      let file = "\(bench.path)/login.\(shell)"
      try Data(command.utf8).write(to: URL(filePath: file))
      let options = (interactive ? " -i" : "") + (shell == .fish ? " --login" : "")
      // zsh, dash and bash read their own startup files, which may print, so they get none.
      let quiet = ["bash": " --norc --noprofile", "zsh": " -f"][shell.rawValue] ?? ""
      let run = try bench.run(
        "/usr/bin/script",
        [
          "--quiet", "--return", "--command",
          shell == .fish
            ? "fish --no-config\(options) -c 'source \(file)'"
            : "\(shell)\(quiet)\(options) -c '. \(file)'", "/dev/null",
        ],
        [
          "USER": Self.user, "XDG_STATE_HOME": "\(bench.path)/state",
          "MESSNGR_SPOOL": "\(bench.path)/spool", "TERM": "dumb",
        ].merging(variables) { $1 }, package: "bsdutils zsh fish")
      #expect(run.status == 0, "\(run.output)\(run.errors)")
      return run.output.replacing("\r", with: "").trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func leave(_ names: String..., in folder: String = "spool/\(user)") throws {
      for name in names {
        try Data("x".utf8).write(to: URL(filePath: "\(bench.path)/\(folder)/\(name)"))
      }
    }

    /// Changes the inbox, and says how many messages in it are unread.
    func receive(unread: Int) throws {
      try Data("\(unread)\n".utf8).write(to: URL(filePath: "\(bench.path)/count"))
      try Data().write(to: URL(filePath: "\(bench.path)/state/messngr/inbox.sqlite"))
    }

    /// Says that messngr has counted the unread messages since the last change of the inbox.
    func count(_ text: String, secondsAfterChange: Double) throws {
      let path = "\(bench.path)/state/messngr/unread"
      try Data("\(text)\n".utf8).write(to: URL(filePath: path))
      let inbox = try FileManager.default.attributesOfItem(
        atPath: "\(bench.path)/state/messngr/inbox.sqlite")
      let change = try #require(inbox[.modificationDate] as? Date)
      try FileManager.default.setAttributes(
        [.modificationDate: change.addingTimeInterval(secondsAfterChange)], ofItemAtPath: path)
    }

    var callCount: Int {
      ((try? bench.text(of: "\(bench.path)/calls")) ?? "").split(separator: "\n").count
    }
  }

  @Test(arguments: Shell.allCases)
  func `each shell says how many messages wait, and nothing when none does`(shell: Shell) throws {
    let login = try Login()
    #expect(try login.line(shell) == "")
    try login.leave("a.msg")
    #expect(try login.line(shell) == "1 message waits for you: messngr inbox")
    try login.leave("b.msg", ".partial")
    try login.leave("c.msg", in: "state/messngr/spool")
    #expect(try login.line(shell) == "3 messages wait for you: messngr inbox")
    #expect(login.callCount == 0, "The spool needs no program.")
    try login.receive(unread: 4)
    #expect(try login.line(shell) == "7 messages wait for you: messngr inbox")
    #expect(login.callCount == 1)
  }

  @Test func `messngr runs only when the inbox has changed`() throws {
    let login = try Login()
    try login.receive(unread: 9)
    try login.count("2", secondsAfterChange: 5)
    #expect(try login.line() == "2 messages wait for you: messngr inbox")
    try login.count("0", secondsAfterChange: 5)
    #expect(try login.line() == "")
    #expect(login.callCount == 0)
    try login.count("2", secondsAfterChange: -5)
    #expect(try login.line() == "9 messages wait for you: messngr inbox")
    #expect(login.callCount == 1)
  }

  @Test(arguments: ["", "x", "-1", "1;id", "99999999999999999999"])
  func `a number that makes no sense is no number`(text: String) throws {
    let login = try Login()
    try login.receive(unread: 9)
    try login.count(text, secondsAfterChange: 5)
    #expect(try login.line() == "")
  }

  @Test func `a shell that is not interactive, or is a window of a multiplexer, says nothing`()
    throws
  {
    let login = try Login()
    try login.leave("a.msg")
    #expect(try login.line(interactive: false) == "")
    #expect(try login.line(.bash, ["TMUX": "/tmp/tmux"]) == "")
    #expect(try login.line(.bash, ["STY": "1.pts"]) == "")
    #expect(try login.line(.bash, ["USER": "no-such-user"]) == "")
    #expect(try login.line(.bash) != "")
  }

  @Test func `a login goes on when messngr fails, and in a shell that ends at an error`() throws {
    let login = try Login()
    try login.receive(unread: 1)
    try login.bench.makeScript("bin/messngr", "echo broken >&2; exit 70")
    for shell in [Shell.sh, .bash] {
      #expect(try login.line(shell) == "")
    }
    #expect(try login.line(before: "set -eu", after: "echo goes on") == "goes on")
  }
}
