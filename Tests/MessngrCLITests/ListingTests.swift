// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import Inbox
import Messages
import TestSupport
import Testing

@testable import MessngrCLI

/// Which messages `messngr inbox` lists, and how on a terminal.
@Suite struct ListingTests {
  /// Four messages, the newest first: d, c, b, a.
  private func fill(_ desk: Desk) throws {
    let group = Delivery(
      id: MessageID(), message: Message(from: "BACKUP", to: "@wheel", text: "c"),
      sender: desk.account.userID, senderName: desk.account.name, origin: .mailslot,
      arrival: Desk.noon.advanced(bySeconds: -60))
    try desk.store(
      desk.delivery("a", minutesAgo: 3) { $0.urgency = .critical },
      desk.delivery("b", minutesAgo: 2) { $0.urgency = .low }, group, desk.delivery("d"))
    _ = try desk.withInbox { try $0.mark([4], as: .read, at: Desk.noon) }
  }

  private func texts(_ output: String) throws -> String {
    try output.split(separator: "\n").map { line in
      let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      return object?["text"] as? String ?? "?"
    }.joined()
  }

  @Test(arguments: [
    (["--urgency", "critical"], "a"), (["--urgency", "low", "--urgency", "normal"], "dcb"),
    (["--to", "@WHEEL"], "c"), (["--to", "nosuch"], ""), (["--state", "read"], "d"),
    (["--state", "unread"], "cba"), (["--state", "new", "--state", "read"], "dcba"),
    (["--state", "unread", "--urgency", "critical", "--until", "14:28"], "a"),
    (["--until", "14:28"], "a"), (["--from", "backup", "--to", "@wheel"], "c"),
    (["--unread", "--state", "read"], ""),
  ])
  func `filters select messages, for a list, a search and an export`(
    options: [String], expected: String
  ) async throws {
    let desk = try Desk()
    try fill(desk)
    #expect(try texts(await desk.messngr(["inbox", "--json"] + options).output) == expected)
    guard options.first != "--unread" else { return }
    let found = try await desk.messngr(["search", "--json", desk.account.name] + options).output
    #expect(try texts(found) == expected)
    let exported = try texts(await desk.messngr(["export"] + options).output)
    #expect(String(exported.reversed()) == expected)
  }

  @Test(
    arguments: [
      (["--all", "--from", "backup"], "c"), (["--from", "backup"], "c"), (["--all"], "abc"),
      ([], "a"), (["--urgency", "low"], "b"), (["--all", "--until", "14:29"], "ab"),
      (["--to", "nosuch"], ""),
    ] as [([String], String)])
  func `unread messages are read by the same filters`(
    options: [String], expected: String
  ) async throws {
    let desk = try Desk()
    try fill(desk)
    #expect(try texts(await desk.messngr(["read", "--json"] + options).output) == expected)
    let left = "abc".filter { !expected.contains($0) }
    #expect(try texts(await desk.messngr("read", "--json", "--all").output) == left)
  }

  @Test func `numbers and filters exclude each other`() async throws {
    let ran = try await Desk().messngr("read", "1", "--from", "backup")
    #expect(ran.status == 64)
    #expect(ran.errors.contains("Use numbers or filters such as --from, not both."))
  }

  @Test func `messages are forgotten by the same filters`() async throws {
    let desk = try Desk()
    try fill(desk)
    let options = ["forget", "--unread", "--state", "unread", "--urgency", "critical"]
    #expect(try await desk.messngr(options).output == "Forgot 1 message.\n")
    #expect(try texts(await desk.messngr("inbox", "--json").output) == "dcb")
  }

  @Test(arguments: [
    (["inbox", "--urgency", "critcal"], "--urgency cannot be 'critcal'; did you mean critical?"),
    (["inbox", "--state", "old"], "--state cannot be 'old': new, unread, read, answered"),
    (["inbx"], "there is no command 'inbx'; did you mean inbox?"),
    (["frobnicate"], "there is no command 'frobnicate'; the commands are: inbox, read"),
    (["inbox", "--unraed"], "Did you mean '--unread'?"),
    (["dnd", "tuggle"], "'tuggle' is not a time; did you mean toggle?"),
    (["dnd", "tomorow", "8:00"], "'tomorow 8:00' is not a time; did you mean tomorrow?"),
    (["dnd", "maybe"], "'maybe' is not a time: write 1h, 14:00 or tomorrow"),
  ])
  func `a mistyped word has a suggestion`(words: [String], expected: String) async throws {
    let ran = try await Desk().messngr(words)
    #expect(ran.status == 64)
    #expect(ran.errors.contains(expected), "\(ran.errors)")
    #expect(!ran.errors.contains("recipients"))
  }

  /// What the program prints on a terminal of a width.
  private func screen(
    _ desk: Desk, _ command: String, columns: Int, _ variables: [String: String] = [:]
  ) throws -> [String] {
    let run = try Program(
      "/usr/bin/script",
      [
        "--quiet", "--return", "--command",
        "stty cols \(columns) rows 40; \(Desk.program) \(command)", "/dev/null",
      ],
      environment: desk.variables.merging([
        "PATH": "/usr/bin:/bin", "TERM": "xterm", "NO_COLOR": "1",
      ]) { $1 }
      .merging(variables) { $1 }, package: "bsdutils"
    ).finish()
    #expect(run.status == 0, "\(run.output)\(run.errors)")
    return run.output.split(whereSeparator: \.isNewline).map(String.init)
  }

  @Test(arguments: [40, 60, 80, 200])
  func `on a terminal the columns are as wide as the list needs`(columns: Int) throws {
    let desk = try Desk()
    try fill(desk)
    try desk.store(desk.delivery(String(repeating: "long ", count: 99), minutesAgo: 9))
    let lines = try screen(desk, "inbox", columns: columns, ["MESSNGR_PAGER": "cat"])
    try #require(lines.count == 6, "\(lines)")
    #expect(lines[0].hasPrefix("NO") && lines[0].contains("FROM"))
    #expect(lines[0].contains("TO") == (columns >= 60))
    for line in lines { #expect(TextWidth.columns(of: line) <= columns, "\(line)") }
    #expect(lines.last?.hasSuffix("…") == true)
    // The texts begin in one column, in which the heading has its word.
    let heading = try #require(lines[0].range(of: "MESSAGE")?.lowerBound)
    let column = lines[0].distance(from: lines[0].startIndex, to: heading)
    #expect(lines[1].dropFirst(column) == "d")
    #expect(lines[2].contains("@wheel") == (columns >= 60) && lines[2].dropFirst(column) == "c")
    #expect(lines[4].contains(" 1!"))
  }

  @Test(arguments: [
    (["MESSNGR_PAGER": "sed -e s/^/>/ -e s/$/</"], true), (["PAGER": "sed s/^/>/"], true),
    (["MESSNGR_PAGER": "", "PAGER": "sed s/^/>/"], false), (["PAGER": "cat"], false),
    (["MESSNGR_PAGER": "sed s/^/>/", "TERM": "dumb"], false),
  ])
  func `a pager gets the list, and its arguments without a shell`(
    variables: [String: String], isPaged: Bool
  ) throws {
    let desk = try Desk()
    try fill(desk)
    let lines = try screen(desk, "inbox", columns: 80, variables)
    try #require(lines.count == 5, "\(lines)")
    for line in lines { #expect(line.hasPrefix(">") == isPaged, "\(line)") }
    for command in ["search c", "read 3"] {
      let lines = try screen(desk, command, columns: 80, variables)
      #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix(">") == isPaged }, "\(lines)")
    }
    #expect(lines[0].hasSuffix("<") == variables["MESSNGR_PAGER"]?.contains("s/$/</") ?? false)
  }

  @Test func `a pager that ends early, or does not exist, is no error`() throws {
    let desk = try Desk()
    try fill(desk)
    #expect(try screen(desk, "inbox", columns: 80, ["PAGER": "true"]) == [])
    let lines = try screen(desk, "inbox", columns: 80, ["PAGER": "/nonexistent -x"])
    try #require(lines.count == 6, "\(lines)")
    #expect(
      lines[0] == "messngr: the pager /nonexistent could not be started: No such file or directory")
  }

  @Test func `JSON and a pipe get no pager, no heading and no limit`() async throws {
    let desk = try Desk()
    try fill(desk)
    let lines = try screen(desk, "inbox --json", columns: 40, ["MESSNGR_PAGER": "sed s/^/>/"])
    #expect(lines.count == 4 && lines.allSatisfy { $0.hasPrefix("{") })
    let piped = try await desk.messngr("inbox").output
    #expect(!piped.contains("FROM"))
    #expect(piped.contains("    1! new        14:27 "))
  }
}
