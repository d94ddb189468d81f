// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import LinuxSystem
import Messages
import TestSupport
import Testing

@testable import MessngrCLI

@Suite struct RunTests {
  private func message(_ title: String, in desk: Desk) throws -> Message? {
    try desk.spooled().first { $0.attributes.title == title }
  }

  @Test func `a command that succeeds prints nothing`() async throws {
    let desk = try Desk()
    try desk.makeSpool()
    let ran = try await desk.messngr("run", "--", "sh", "-c", "echo fine; echo so so >&2")
    #expect((ran.status, ran.output, ran.errors) == (0, "", ""))
    #expect(try desk.spooled().isEmpty)
    #expect((try? FileSystem.entries(of: desk.folder.appending("state/messngr/jobs"))) == nil)
  }

  @Test func `a failure is reported, replaced by the next one, and replaced by the recovery`()
    async throws
  {
    let desk = try Desk()
    try desk.makeSpool()
    let flag = desk.folder.appending("well").string
    let script = "seq 30; test -e \(flag) || exit 3"
    func run() async throws -> Desk.Ending {
      try await desk.messngr("run", "--name", "backup", "--tail", "2", "--", "sh", "-c", script)
    }
    let failed = try await run()
    #expect(failed.status == 3)
    #expect(failed.output.hasPrefix("1\n2\n") && failed.output.hasSuffix("29\n30\n"))
    #expect(failed.errors.hasPrefix("messngr: backup: exit status 3, after "))
    let first = try #require(try desk.spooled().first)
    #expect(first.attributes.title == "backup failed")
    #expect(first.attributes.urgency == .critical)
    #expect(first.text.hasPrefix("exit status 3 after "))
    #expect(first.text.hasSuffix(" on db1\n\n29\n30"))

    #expect(try await run().status == 3)
    let second = try #require(try desk.spooled().first { $0.attributes.replaces != nil })
    #expect(second.attributes.replaces == first.attributes.id)
    #expect(second.text.contains(" on db1, 2 times in a row since 14:30\n"))

    #expect(FileManager.default.createFile(atPath: flag, contents: nil))
    #expect(try await run().status == 0)
    let third = try #require(try message("backup recovered", in: desk))
    #expect(third.attributes.replaces == second.attributes.id)
    #expect(third.attributes.urgency == .normal)
    #expect(third.text.contains("; had failed 2 times in a row since 14:30"))
    #expect(try await run().status == 0)
    #expect(try desk.spooled().count == 3)
  }

  @Test func `a recovery that cannot be reported is reported later`() async throws {
    let desk = try Desk()
    try desk.makeSpool()
    _ = try await desk.messngr("run", "-q", "--name", "j", "--", "false")
    let spool = desk.folder.appending("spool").appending(desk.account.name)
    chmod(spool.string, 0o777)
    // There is no personal spool, and this one is not trusted now.
    let untold = try await desk.messngr("run", "--name", "j", "--", "true")
    #expect(untold.status == 0)
    #expect(untold.errors.contains("error occurred"))
    chmod(spool.string, 0o1733)
    #expect(try await desk.messngr("run", "--name", "j", "--", "true").status == 0)
    #expect(try message("j recovered", in: desk) != nil)
  }

  @Test func `each success is reported with --always`() async throws {
    let desk = try Desk()
    try desk.makeSpool()
    _ = try await desk.messngr("run", "--always", "--to", desk.account.name, "echo", "--to", "x")
    #expect(try message("echo finished", in: desk)?.text.hasSuffix("\n\n--to x") == true)
  }

  @Test func `a report that cannot be sent changes no exit status`() async throws {
    let desk = try Desk()
    let ran = try await desk.messngr(
      "run", "-q", "--to", "no-such-user-here", "--", "sh", "-c", "exit 9")
    #expect(ran.status == 9)
    #expect(ran.errors.contains("no-such-user-here"))
    #expect(try await desk.messngr("run", "-q", "--", "/nonexistent").status == 127)
  }

  @Test func `output is printed at once with --show`() async throws {
    let desk = try Desk()
    #expect(try await desk.messngr("run", "--show", "--", "echo", "a").output == "a\n")
  }

  @Test func `the command gets standard input`() throws {
    let desk = try Desk()
    try desk.makeSpool()
    let ran = try desk.start("run", "--show", "--", "cat", input: Array("from a pipe\n".utf8))
    #expect(try ran.finish().output == "from a pipe\n")
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT])
  func `a signal is passed on to the command`(signal: Int32) throws {
    let desk = try Desk()
    try desk.makeSpool()
    let script = "trap 'echo caught; exit 5' \(signal); echo ready; while :; do sleep 0.1; done"
    let running = try desk.start("run", "--show", "--", "sh", "-c", script)
    try running.wait(for: "ready", in: .output)
    running.signal(signal)
    let ended = try running.finish()
    #expect(ended.status == 5)
    #expect(ended.output == "ready\ncaught\n")
  }

  @Test func `the status of a command that a signal ended is 128 plus its number`() throws {
    let desk = try Desk()
    try desk.makeSpool()
    let running = try desk.start("run", "--show", "--", "sh", "-c", "echo ready; exec sleep 300")
    try running.wait(for: "ready", in: .output)
    running.signal(SIGTERM)
    let ended = try running.finish()
    #expect(ended.status == 128 + SIGTERM)
    #expect(ended.errors.contains("ended by SIGTERM"))
  }

  @Test func `it works without an environment, as in cron`() throws {
    let desk = try Desk()
    try desk.makeSpool()
    let paths = desk.variables.filter { $0.key != "TZ" }
    let ran = try Program(
      Desk.program, ["run", "--", "sh", "-c", "env | grep -v ^_= | cut -d= -f1 | sort; exit 1"],
      environment: paths
    ).finish()
    #expect(ran.status == 1)
    let names = ran.output.split(separator: "\n").filter { !$0.hasSuffix("SAN_OPTIONS") }
    #expect(names == ["MAILSLOT_ROOT", "MESSNGR_SPOOL", "PWD", "XDG_STATE_HOME"])
  }

  @Test func `output of ten million bytes is cut, and so is the message`() async throws {
    let desk = try Desk()
    try desk.makeSpool()
    let ran = try await desk.messngr(
      "run", "--tail", "100000", "--", "sh", "-c", "yes 0123456789 | head -c 10000000; exit 1")
    #expect(ran.output.utf8.count <= 1 << 20 + 1)
    #expect(ran.errors.contains("bytes of the output are left out"))
    #expect(try #require(try desk.spooled().first).text.utf8.count < 9000)
  }
}
