// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import Inbox
import LinuxSystem
import Messages
import Testing

@testable import MessngrCLI

@Suite struct InboxReadingTests {
  @Test func `an empty inbox is not an error`() async throws {
    let desk = try Desk()
    let listed = try await desk.messngr("inbox")
    #expect((listed.status, listed.output) == (0, ""))
    #expect(listed.errors == "messngr: no messages\n")
    #expect(try await desk.messngr("read").errors == "messngr: no unread messages\n")
    #expect(try await desk.messngr("search", "x").errors == "messngr: nothing found\n")
    #expect(try await desk.messngr("export").output == "")
  }

  @Test func `the list has the newest first, with the proven senders`() async throws {
    let desk = try Desk()
    try desk.store(
      desk.delivery("old", minutesAgo: 20_000),
      desk.delivery("RAID degraded\nsda1 failed", from: "BACKUP", minutesAgo: 1) {
        $0.title = "Disks"
      },
      desk.delivery("lunch?", from: "WINBOX", origin: .session(address: "192.0.2.7")))
    let name = desk.account.name
    let listed = try await desk.messngr("inbox")
    #expect(
      listed.output == """
            3  new        14:30       192.0.2.7 as WINBOX  lunch?
            2  new        14:29       \(TextWidth.padded("\(name) as BACKUP", to: 12))  Disks: RAID degraded …
            1  new        2026-11-06  \(TextWidth.padded(name, to: 12))  old

        """)
    #expect(try await desk.messngr("inbox", "--from", "backup").output.contains("Disks"))
    #expect(
      try await desk.messngr("inbox", "--since", "1h", "--until", "14:30").output.contains("BACKUP")
    )
    let short = try await desk.messngr("inbox", "-n", "1")
    #expect(short.output.split(separator: "\n").count == 1)
    #expect(short.errors == "messngr: there are more: --limit 50\n")
    #expect(try desk.withInbox { try $0.counts().unread } == 3)
  }

  @Test func `text of a sender cannot control the terminal, but is complete in JSON`()
    async throws
  {
    let desk = try Desk()
    let text = "\u{1B}]0;owned\u{7}a\u{202E}b\rc\u{9B}31m"
    try desk.store(desk.delivery(text, from: "\u{1B}[2J") { $0.title = "\u{1B}[H" })
    for command in ["inbox", "read"] {
      let shown = try await desk.messngr(command).output
      #expect(!shown.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{9B}" })
      #expect(!shown.unicodeScalars.contains("\u{202E}"))
    }
    let line = try await desk.messngr("inbox", "--json").output
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    #expect(object?["text"] as? String == text)
  }

  @Test(arguments: ["\u{2800}", "\u{3164}", "x", "日", " "])
  func `a long claim hides nothing of who really sent`(filler: String) async throws {
    let desk = try Desk()
    let claim = "admin" + String(repeating: filler, count: 200)
    let name = desk.account.name
    try desk.store(
      desk.delivery("a", from: claim),
      desk.delivery("b", from: claim, origin: .session(address: "192.0.2.7")))
    let rows = try await desk.messngr("inbox").output
    #expect(rows.contains("14:30       192.0.2.7 as admin"), "\(rows)")
    #expect(rows.contains("14:30       \(name) as admin"), "\(rows)")
    let pages = try await desk.messngr("read", "1", "2").output
    #expect(pages.contains("From:     192.0.2.7 (not proven) as admin"), "\(pages)")
    #expect(
      pages.contains("From:     \(name) (uid \(desk.account.userID)) as admin"), "\(pages)")
  }

  @Test func `reading marks what was printed, the oldest first`() async throws {
    let desk = try Desk()
    try desk.store(
      desk.delivery("second", minutesAgo: 1), desk.delivery("first", minutesAgo: 2),
      desk.delivery("third") { $0.urgency = .critical })
    #expect(try await desk.messngr("read").output.contains("first"))
    #expect(try await desk.messngr("read", "--next", "--keep").output.contains("second"))
    let rest = try await desk.messngr("read", "--all").output
    #expect(rest.contains("second") && rest.contains("Urgency:  critical"))
    #expect(try desk.withInbox { try $0.counts().unread } == 0)
    let again = try await desk.messngr("read", "2", "7", "1")
    #expect(again.status == 67)
    #expect(again.errors == "messngr: there is no message 7\n")
    #expect(again.output.contains("first") && again.output.contains("second"))
    #expect(again.output.contains("State:    read 14:30"))
  }

  @Test func `long texts are printed whole`() async throws {
    let desk = try Desk()
    let text = String(repeating: "x", count: Message.maximumTextByteCount)
    try desk.store(desk.delivery(text))
    #expect(try await desk.messngr("read").output.contains(text))
  }

  @Test func `messages are found by their words`() async throws {
    let desk = try Desk()
    try desk.store(desk.delivery("Störung im RAID"), desk.delivery("Backup finished"))
    #expect(try await desk.messngr("search", "storung", "raid").output.contains("Störung"))
    #expect(try await desk.messngr("search", "back*", "--json").output.contains("\"number\":2"))
    #expect(try await desk.messngr("search", "raid", "backup").output == "")
  }

  @Test func `unread messages are not deleted, and the number of deleted ones is printed`()
    async throws
  {
    let desk = try Desk()
    try desk.store(
      desk.delivery("a", minutesAgo: 10), desk.delivery("b"), desk.delivery("c", from: "BACKUP"))
    _ = try await desk.messngr("read", "1", "2")
    #expect(try await desk.messngr("forget").status == 64)
    #expect(
      try await desk.messngr("forget", "--all", "--dry-run").output == "Would forget 2 messages.\n")
    let unread = try await desk.messngr("forget", "1", "3")
    #expect((unread.status, unread.output) == (77, "Forgot 1 message.\n"))
    #expect(unread.errors == "messngr: message 3 is unread: --unread deletes it\n")
    #expect(
      try await desk.messngr("forget", "--from", "backup", "--unread").output
        == "Forgot 1 message.\n")
    #expect(try await desk.messngr("forget", "--until", "1m").output == "Forgot 0 messages.\n")
    #expect(try await desk.messngr("forget", "--all").output == "Forgot 1 message.\n")
    #expect(try desk.withInbox { try $0.counts().total } == 0)
  }

  @Test func `exported messages can be imported, once`() async throws {
    let desk = try Desk()
    _ = try desk.withInbox { inbox in
      try inbox.store((0..<600).map { desk.delivery("message \($0)") })
    }
    _ = try await desk.messngr("read", "7")
    let file = desk.folder.appending("export.jsonl").string
    let exported = try await desk.messngr("export", file)
    #expect(exported.errors == "messngr: exported 600 messages\n")
    #expect(try await desk.messngr("export", file).status == 73)
    let lines = try await desk.messngr("export").output

    let other = try Desk()
    let imported = try await other.messngr("import", input: lines + "junk\n")
    #expect(imported.output == "Imported 600 messages, 1 lines are not messages.\n")
    #expect(imported.status == 65)
    #expect(imported.errors == "messngr: line 601: the line is not a message in JSON\n")
    #expect(
      try await other.messngr("import", file).output
        == "Imported 0 messages, 600 were here already.\n")
    #expect(try await other.messngr("export").output.split(separator: "\n").count == 600)
    #expect(try other.withInbox { try $0.message(number: 7)?.state } == .read)
    #expect(try await other.messngr("import", "/nonexistent").status == 67)
  }

  @Test(arguments: [
    ["inbox", "--since", "never"], ["inbox", "--limit", "-1"], ["inbox", "--bogus"], ["bogus"],
    ["read", "x"], ["read", "1", "--all"], ["search"], ["reply"], ["reply", "x", "y"],
    ["dnd", "maybe"],
    ["dnd", "until"], ["dnd", "until", "2020-01-01"], ["forget", "1", "--all"], ["run"],
    ["run", "--"], ["run", "--to", "a/b", "--", "true"], ["run", "--bogus", "true"],
    ["run", "--name", "", "--", "true"], ["doctor", "a/b"],
  ])
  func `a wrong command line ends with 64`(arguments: [String]) async throws {
    let ending = try await Desk().messngr(arguments)
    #expect(ending.status == 64, "\(ending)")
    #expect(ending.output == "")
    #expect(!ending.errors.isEmpty)
  }

  @Test(arguments: [
    "inbox", "read", "search", "reply", "dnd", "status", "forget", "export", "import", "run",
    "doctor",
  ])
  func `help begins with examples`(command: String) async throws {
    let help = try await Desk().messngr(command, "--help")
    #expect(help.status == 0)
    let lines = help.output.split(separator: "\n")
    #expect(lines.dropFirst().first == "Examples:")
    #expect(
      lines.dropFirst(2).prefix(3).allSatisfy { $0.hasPrefix("  ") && $0.contains("messngr ") })
  }
}
