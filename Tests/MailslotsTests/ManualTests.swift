// SPDX-License-Identifier: Apache-2.0

import Accounts
import Glibc
import LinuxSystem
import Testing

@testable import Mailslots

/// What mailslot(7) tells the programmers of other languages.
@Suite struct ManualTests {
  /// The program in Python of the page.
  private func readerOfThePage() throws -> String {
    let page = FilePath(#filePath).removingLastComponent().removingLastComponent()
      .removingLastComponent().appending("Resources/man/mailslot.7")
    let lines = String(decoding: try FileContents.read(page), as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex { $0.hasPrefix(".Bd -literal") })
    return lines[(start + 1)...].prefix { $0 != ".Ed" }.joined(separator: "\n")
      .replacing("\\e", with: "\\")
  }

  @Test func `the reader of the manual page is a reader for writers and other readers`()
    async throws
  {
    let root = try temporaryPath()
    defer { try? remove(root.removingLastComponent()) }
    mkdir(root.string, 0o755)
    let lookup = MailslotLookup(of: me(), in: Paths(mailslotRoot: root))
    let programs = FilePath(Child.programPath).removingLastComponent()
    let script =
      try "import os; os.environ['PATH'] = '\(programs):/usr/bin:/bin'\n" + readerOfThePage()
    func start() throws -> Child {
      try Child("/usr/bin/python3", ["-c", script], environment: ["MAILSLOT_ROOT=\(root)"])
    }
    for round in 0..<2 {
      // In the second round an ended reader has left its file.
      if round == 1 {
        let killed = try Child.mailslot(["read", "demo"], root: root)
        _ = try lookup.openWriterBlocking(demo, waitingUntil: .after(.seconds(20)))
        killed.kill(SIGKILL)
        killed.wait()
      }
      let reader = try start()
      let writer = try lookup.openWriterBlocking(demo, waitingUntil: .after(.seconds(20)))
      #expect(
        errorOf { () throws(MailslotError) in try lookup.createReader(demo) }
          == .alreadyExists(writer.path))
      #expect(try lookup.status(of: demo).permissions.rawValue == 0o666)
      try writer.writeBlocking(Array("hello".utf8))
      #expect(try reader.printed() == "\(geteuid()) hello\n")
      #expect(reader.wait() == 0)
    }
    let reader = try lookup.createReader(demo)
    #expect(try start().wait() != 0)
    reader.close()
  }
}
