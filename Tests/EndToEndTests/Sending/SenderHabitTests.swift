// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What a person or a script who knows `notify-send`, `write` and at(1) expects of `netsend`.
@Suite struct SenderHabitTests {
  private let sandbox: Sandbox
  private var user: String { sandbox.user }

  init() throws { sandbox = try Sandbox() }

  private func texts() throws -> [String] {
    try sandbox.inbox().compactMap { $0["text"] as? String }
  }

  @Test func `a success is silent without a terminal, and talks to standard error`() throws {
    let agent = try sandbox.startAgent()
    let silent = try sandbox.netsend(user, "hello")
    #expect((silent.status, silent.output, silent.errors) == (0, "", ""))
    let verbose = try sandbox.netsend("-v", user, "hello")
    #expect(verbose.output == "")
    #expect(
      verbose.errors == "The message was successfully sent to \(user.uppercased()).\n")
    let terminal = try Program(
      "/usr/bin/script",
      ["-qec", "\(Sandbox.programs.path)/netsend \(user) hello", "/dev/null"],
      environment: sandbox.paths, package: "bsdutils"
    ).finish()
    #expect(terminal.output.contains("successfully sent to \(user.uppercased())."))
    _ = agent
  }

  @Test func `progress by a printed identifier, or by a name, leaves one message`() throws {
    let agent = try sandbox.startAgent()
    let id = try sandbox.netsend("-p", user, "0 %").output.trimmingCharacters(in: .newlines)
    #expect(id.count == 32)
    for text in ["50 %", "90 %", "done"] {
      #expect(try sandbox.netsend("-r", id, user, text).status == 0)
    }
    for text in ["10 files", "20 files"] {
      #expect(try sandbox.netsend("--replaces", "copy", user, text).status == 0)
    }
    let unread = try sandbox.inbox("--unread").compactMap { $0["text"] as? String }
    #expect(unread == ["20 files", "done"])
    #expect(try sandbox.netsend("--retract", "copy", user, input: []).status == 0)
    #expect(try sandbox.inbox("--unread").count == 1)
    _ = agent
  }

  @Test func `a user with two names gets one message`() throws {
    let agent = try sandbox.startAgent()
    let sent = try sandbox.netsend("-t", user, "-t", user.uppercased(), "-t", "/users", "hello")
    #expect(sent.status == 0)
    #expect(try texts() == ["hello"])
    _ = agent
  }

  @Test func `bytes that are not UTF-8 reach the recipient, who reads them in a code page`() throws
  {
    let agent = try sandbox.startAgent()
    let command =
      "netsend=\(Sandbox.programs.path)/netsend; $netsend \(user) one \"$(printf 'caf\\202')\""
    let shell = try Program(
      "/bin/sh", ["-c", command + "; printf 'caf\\202\\n' | $netsend \(user) -"],
      environment: sandbox.paths
    ).finish()
    #expect(shell.status == 0, "\(shell.errors)")
    #expect(try texts() == ["café", "one café"])
    #expect(try sandbox.inbox().last?["rawText"] as? String == "b25lIGNhZoI=")
    _ = agent
  }

  @Test(
    arguments: [
      (["-h", "string:x:y", "USER", "hi"], 64, "-h prints help"),
      (["-i", "./rel.png", "USER", "hi"], 64, "absolute path"),
      (["USER", " \t "], 65, "no text"), (["--no-spool", "USER", "hi"], 69, "is away"),
      (["USER", "hi"], 67, "no spool"),
      (["-t", "nosuchuser1", "-t", "nosuchuser2", "hi"], 67, "nosuchuser1"),
      (["--at", "yesterday", "USER", "hi"], 64, "a time to come"),
    ] as [([String], Int32, String)])
  func `an error has its own exit status, and says it on its first line`(
    words: [String], status: Int32, error: String
  ) throws {
    let finished = try sandbox.run("netsend", words.map { $0 == "USER" ? user : $0 })
    #expect(finished.status == status)
    let first = finished.errors.split(separator: "\n").first ?? ""
    #expect(first.hasPrefix("netsend: ") && first.contains(error), "\(finished.errors)")
    #expect(finished.output == "")
  }

  @Test func `a warning says that an option behind the name is text`() throws {
    let agent = try sandbox.startAgent()
    let sent = try sandbox.netsend(user, "hello", "--urgency", "critical")
    #expect(sent.status == 0)
    #expect(sent.errors.contains("--urgency is behind the name"))
    #expect(try sandbox.netsend("--", user, "hello", "--urgency", "critical").errors == "")
    #expect(try sandbox.netsend("-q", user, "hello", "--urgency", "critical").errors == "")
    #expect(try texts().allSatisfy { $0 == "hello --urgency critical" })
    _ = agent
  }

  @Test func `a note says at a terminal that a pipe is not read`() throws {
    let agent = try sandbox.startAgent()
    let command = """
      mkfifo \(sandbox.folder.path)/pipe; exec 3<>\(sandbox.folder.path)/pipe; printf lost >&3
      for option in -v -q; do \(Sandbox.programs.path)/netsend $option \(user) hello <&3; done
      """
    let shell = try Program("/bin/sh", ["-c", command], environment: sandbox.environment).finish()
    #expect(shell.status == 0)
    #expect(shell.errors.split(separator: "\n").count { $0.contains("input is not read") } == 1)
    #expect(try texts() == ["hello", "hello"])
    _ = agent
  }

  @Test func `an error names how long the text is`() throws {
    for (count, words) in [(70_000, "70000"), (2_000_000, "more than 1048576")] {
      let long = [UInt8](repeating: 0x78, count: count)
      let sent = try sandbox.netsend(user, input: long)
      #expect(sent.status == 65)
      #expect(sent.errors.contains("the text has \(words) bytes"), "\(sent.errors)")
    }
  }
}
