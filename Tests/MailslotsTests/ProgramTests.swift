// SPDX-License-Identifier: Apache-2.0

import Accounts
import Glibc
import LinuxSystem
import Testing

@testable import Mailslots

/// The built program, as a person and a script use it.
@Suite struct ProgramTests {
  private func withRoot(_ body: (FilePath, MailslotLookup) async throws -> Void) async throws {
    let root = try temporaryPath()
    defer { try? remove(root.removingLastComponent()) }
    try await body(root, MailslotLookup(of: me(), in: Paths(mailslotRoot: root)))
  }

  /// Standard input that holds some text.
  private func input(_ text: String) throws -> FileDescriptor {
    let pipe = try FileDescriptor.pipe()
    try pipe.writeEnd.writeAll(Array(text.utf8))
    try pipe.writeEnd.close()
    return pipe.readEnd
  }

  private func write(_ arguments: [String], _ text: String, root: FilePath) throws -> Child {
    let input = try input(text)
    defer { try? input.close() }
    return try Child(
      Child.programPath, ["write"] + arguments, environment: ["MAILSLOT_ROOT=\(root)"],
      input: input)
  }

  @Test func `the server that prints every message, and stops on quit`() async throws {
    try await withRoot { root, _ in
      let server = try Child.mailslot(["read", "demo", "--until", "quit"], root: root)
      #expect(
        try Child.mailslot(["write", "demo", "--wait", "one", "message"], root: root).wait() == 0)
      let lines = ["demo", "--lines", "--until", "quit"]
      #expect(try write(lines, "two\nquit\nnever\n", root: root).wait() == 0)
      #expect(server.wait() == 0)
      #expect(try server.printed() == "one message\ntwo\n")
    }
  }

  @Test func `all of standard input is one message`() async throws {
    try await withRoot { root, lookup in
      let reader = try lookup.createReader(demo)
      #expect(try write(["demo"], "a\nb\n", root: root).wait() == 0)
      #expect(try write(["demo"], "", root: root).wait() == 0)
      #expect(try write(["demo", "--hex"], "00 ff\n", root: root).wait() == 0)
      #expect(try write(["demo", "-0"], "a\0b\nc", root: root).wait() == 0)
      #expect(try reader.readAll() == [Array("a\nb\n".utf8), [], [0, 255], [97], [98, 10, 99]])
    }
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP])
  func `a signal ends a reader, and its mailslot is gone`(signal: Int32) async throws {
    try await withRoot { root, lookup in
      let child = try Child.mailslot(["read", "demo"], root: root)
      let writer = try lookup.openWriterBlocking(demo, waitingUntil: .after(.seconds(20)))
      child.kill(signal)
      #expect(child.wait() == 128 + signal)
      #expect(try FileSystem.entries(of: writer.path.removingLastComponent()) == ["demo.lock"])
    }
  }

  @Test func `a reader ends when no process reads its output`() async throws {
    try await withRoot { root, lookup in
      let child = try Child.mailslot(["read", "demo"], root: root)
      let writer = try lookup.openWriterBlocking(demo, waitingUntil: .after(.seconds(20)))
      child.closeOutput()
      // A process that another test is just starting may have a copy of the pipe for a moment.
      while (try? writer.writeBlocking([1])) != nil {}
      #expect(child.wait() == 0)
    }
  }

  @Test(
    arguments: [
      (["read", "demo", "--timeout", "50"], 75),
      (["write", "demo", "text"], 67),
      (["info", "demo"], 67),
      (["list"], 0),
      (["write", #"\\HOST\mailslot\demo"#, "text"], 69),
      (["read", #"\\HOST\mailslot\demo"#], 64),
      (["path", "demo"], 0),
      (["path", "demo", "--user", "no such user"], 67),
      (["path", #"\\HOST\mailslot\demo"#], 69),
      (["write", "demo", "text", "--wait", "--timeout", "50"], 67),
      (["write", "demo", "text", "--user", "no such user"], 67),
      (["frobnicate"], 64),
      (["--help"], 0),
      (["--version"], 0),
    ] as [([String], Int32)])
  func `each end of a reader has its exit status`(arguments: [String], status: Int32) async throws {
    try await withRoot { root, _ in
      let child = try Child.mailslot(arguments, root: root)
      #expect(child.wait() == status)
    }
  }

  @Test func `each end of a write has its exit status`() async throws {
    try await withRoot { root, lookup in
      let reader = try lookup.createReader(demo)
      #expect(try Child.mailslot(["read", "demo"], root: root).wait() == 73)
      #expect(try write(["demo"], String(repeating: "x", count: 65_000), root: root).wait() == 0)
      #expect(try write(["demo", "--max-size", "9"], "0123456789", root: root).wait() == 65)
      #expect(try write(["demo", "--hex"], "xy", root: root).wait() == 65)
      #expect(try reader.readAll().count == 1)
      // Whom the directory does not let in.
      if geteuid() == 0 {
        #expect(chown(reader.path.removingLastComponent().string, 65534, 65534) == 0)
      } else {
        chmod(reader.path.string, 0)
      }
      #expect(try write(["demo"], "x", root: root).wait() == 77)
    }
  }

  @Test func `a reader ends after the number of messages that it was given`() async throws {
    try await withRoot { root, lookup in
      let child = try Child.mailslot(["read", "demo", "--count", "2", "--hex"], root: root)
      let writer = try lookup.openWriterBlocking(demo, waitingUntil: .after(.seconds(20)))
      for number in 1...3 as ClosedRange<UInt8> { try? writer.writeBlocking([number]) }
      #expect(child.wait() == 0)
      #expect(try child.printed() == "01\n02\n")
    }
  }

  @Test func `the 256 bytes that the tutorials' client writes stop a reader at quit`() async throws
  {
    try await withRoot { root, lookup in
      let server = try Child.mailslot(["read", "demo", "--until", "quit"], root: root)
      let writer = try lookup.openWriterBlocking(demo, waitingUntil: .after(.seconds(20)))
      let quit = Array("quit".utf8)
      try writer.writeBlocking(quit + [UInt8](repeating: 0, count: 256 - quit.count))
      #expect(server.wait() == 0)
      #expect(try server.printed() == "")
    }
  }

  @Test func `the path is that of the mailslot, or of the one that a reader would make`()
    async throws
  {
    try await withRoot { root, lookup in
      func path() throws -> String { try Child.mailslot(["path", "a/B"], root: root).printed() }
      let expected = "\(root)/\(me().name)/a%5cb\n"
      #expect(try path() == expected)
      #expect(try FileSystem.entries(of: root.removingLastComponent()) == [])
      let reader = try lookup.createReader(MailslotName(#"a\b"#))
      #expect(try path() == expected)
      #expect("\(reader.path)\n" == expected)
    }
  }

  @Test func `a list has stable keys`() async throws {
    try await withRoot { root, lookup in
      let reader = try lookup.createReader(MailslotName(#"a\b"#))
      for arguments in [
        ["list", "--json"], ["info", "a/b", "--json"], ["list", "--json", "--all"],
      ] {
        let child = try Child.mailslot(arguments, root: root)
        #expect(
          try child.printed() == """
            {"name":"a\\\\b","path":"\(reader.path)","uid":\(geteuid()),"owner":"\(me().name)",\
            "mode":"0666","reader":true}

            """)
      }
    }
  }
}
