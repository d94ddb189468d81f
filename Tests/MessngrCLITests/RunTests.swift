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
    #expect(try message("echo --to x finished", in: desk)?.text.hasSuffix("\n\n--to x") == true)
  }

  @Test func `a report that cannot be sent changes no exit status`() async throws {
    let desk = try Desk()
    let ran = try await desk.messngr(
      "run", "-q", "--to", "no-such-user-here", "--", "sh", "-c", "exit 9")
    #expect(ran.status == 9)
    #expect(ran.errors.contains("no-such-user-here"))
    #expect(try await desk.messngr("run", "-q", "--", "/nonexistent").status == 127)
  }

  @Test func `output is printed at once with --show, and errors as errors`() async throws {
    let desk = try Desk()
    let ran = try await desk.messngr("run", "--show", "--", "sh", "-c", "echo a; echo b >&2")
    #expect((ran.output, ran.errors) == ("a\n", "b\n"))
  }

  @Test func `the success of another command is no recovery`() async throws {
    let desk = try Desk()
    try desk.makeSpool()
    _ = try await desk.messngr("run", "-q", "--", "sh", "-c", "echo RAID degraded; exit 1")
    #expect(try await desk.messngr("run", "--", "sh", "-c", "true").status == 0)
    let sent = try desk.spooled()
    #expect(sent.map(\.attributes.title) == ["sh -c echo RAID degraded; exit 1 failed"])
  }

  @Test func `the success of a command in another directory is no recovery`() throws {
    let desk = try Desk()
    try desk.makeSpool()
    // Fails where it does not find its file.
    func run(in folder: FilePath) throws -> Int32 {
      let script = "cd \(folder) && exec \(Desk.program) run -q -- test -e passwd"
      let environment = desk.variables.merging(["PATH": "/usr/bin:/bin"]) { $1 }
      return try Program("/bin/sh", ["-c", script], environment: environment).finish().status
    }
    #expect(try run(in: desk.folder.appending("home")) == 1)
    #expect(try run(in: desk.folder) == 0)
    #expect(try desk.spooled().map(\.attributes.title) == ["test -e passwd failed"])
  }

  @Test func `two runs that fail at once are reported one after the other`() throws {
    let desk = try Desk()
    try desk.makeSpool()
    let gate = desk.folder.appending("gate").string
    let script = "echo ready; while test ! -e \(gate); do sleep 0.02; done; exit 1"
    let runs = try (0..<4).map { _ in
      try desk.start("run", "--show", "--name", "raid", "--", "sh", "-c", script)
    }
    for run in runs { try run.wait(for: "ready", in: .output) }
    #expect(FileManager.default.createFile(atPath: gate, contents: nil))
    for run in runs { #expect(try run.finish().status == 1) }
    // Each message but the first replaces the one before it.
    let sent = try desk.spooled()
    #expect(sent.count == 4)
    let replaced = Set(sent.compactMap(\.attributes.replaces))
    #expect(replaced.count == 3)
    #expect(replaced.isSubset(of: Set(sent.compactMap(\.attributes.id))))
    #expect(sent.contains { $0.text.contains("4 times in a row") })
  }

  @Test func `a run that ends while another one fails does not report its recovery`() throws {
    let desk = try Desk()
    try desk.makeSpool()
    let gate = desk.folder.appending("gate").string
    // The first run waits for the gate, and succeeds. The second one fails meanwhile.
    let script =
      "test -e \(gate).first && exit 1; touch \(gate).first; echo ready; "
      + "while test ! -e \(gate); do sleep 0.02; done"
    let first = try desk.start("run", "--show", "--name", "raid", "--", "sh", "-c", script)
    try first.wait(for: "ready", in: .output)
    let second = try desk.start("run", "-q", "--name", "raid", "--", "sh", "-c", script).finish()
    #expect(second.status == 1)
    #expect(FileManager.default.createFile(atPath: gate, contents: nil))
    #expect(try first.finish().status == 0)
    #expect(try desk.spooled().map(\.attributes.title) == ["raid failed"])
  }

  @Test func `a command ends at its time limit`() throws {
    let desk = try Desk()
    try desk.makeSpool()
    let ran = try desk.start(
      "run", "--timeout", "100ms", "--urgency", "normal", "--", "sh", "-c", "echo began; sleep 300"
    ).finish()
    #expect(ran.status == 124)
    #expect(ran.output == "began\n")
    #expect(ran.errors.contains(": ended at its time limit of 0.1 s, after "))
    let sent = try #require(try desk.spooled().first)
    #expect(sent.attributes.urgency == .normal)
    #expect(sent.text.hasPrefix("ended at its time limit of 0.1 s after 0."))
  }

  @Test func `at its time limit a command ends with the programs that it has started`() throws {
    let desk = try Desk()
    try desk.makeSpool()
    let script = "trap 'echo ending; exit 0' TERM; sleep 300 & echo $!; wait"
    let ran = try desk.start(
      "run", "--show", "--timeout", "300ms", "--", "sh", "-c", script
    ).finish()
    #expect(ran.status == 124)
    #expect(ran.duration < .seconds(9))
    let lines = ran.output.split(separator: "\n")
    #expect(lines.last == "ending")
    // The sleeping program is gone, or a process that its parent has not waited for.
    let sleeper = try #require(lines.first.flatMap { Int32($0) })
    let status = (try? FileContents.read(FilePath("/proc/\(sleeper)/stat"))) ?? []
    #expect(status.isEmpty || String(decoding: status, as: UTF8.self).contains(") Z "))
  }

  @Test(arguments: [
    (["--timeout", "soon"], "'soon' is not a time: write 90s, 5m, 2h or 1d."),
    (["--timeout", "0"], "'0' is not a time"), (["--urgency", "high"], "low, normal or critical"),
    (["--timout=5s"], "Unknown option '--timout=5s'; did you mean --timeout?"),
    (["--zzz"], "write '--' before a command that begins with '-'"),
  ])
  func `a wrong option is explained`(words: [String], expected: String) async throws {
    let ran = try await Desk().messngr(["run"] + words + ["--", "true"])
    #expect(ran.status == 64)
    #expect(ran.errors.contains(expected), "\(ran.errors)")
  }

  @Test func `the command gets standard input`() throws {
    let desk = try Desk()
    try desk.makeSpool()
    let ran = try desk.start("run", "--show", "--", "cat", input: Array("from a pipe\n".utf8))
    #expect(try ran.finish().output == "from a pipe\n")
  }

  @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT, SIGUSR1, SIGUSR2])
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
