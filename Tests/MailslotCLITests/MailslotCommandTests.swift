// SPDX-License-Identifier: Apache-2.0

import Mailslots
import Testing

@testable import MailslotCLI

@Suite struct MailslotCommandTests {
  private let demo = (try? MailslotName("demo")) ?? .messenger

  @Test(arguments: [
    [
      "read", "demo", "--timeout", "5000", "--count", "3", "--max-size=64", "--until", "quit",
      "--json",
    ],
    ["read", "--json", "--until=quit", "--count=3", "demo", "--timeout=5000", "--max-size", "64"],
  ])
  func `options of read stand anywhere`(arguments: [String]) throws {
    var command = MailslotReadCommand(name: demo)
    command.timeout = .milliseconds(5000)
    command.count = 3
    command.maximumMessageSize = 64
    command.stop = "quit"
    command.format = .json
    #expect(try MailslotCommand(arguments: arguments) == .read(command))
  }

  @Test(
    arguments: [
      ([], .text), (["--hex"], .hexadecimal), (["-0"], .endingInNUL), (["--null"], .endingInNUL),
      (["--timeout", "forever"], .text),
    ] as [([String], MessageFormat)])
  func `read prints in the format asked for, and waits for ever`(
    options: [String], format: MessageFormat
  ) throws {
    var command = MailslotReadCommand(name: demo)
    command.format = format
    #expect(try MailslotCommand(arguments: ["read", "demo"] + options) == .read(command))
  }

  @Test(
    arguments: [
      ([], .input), (["Lunch", "is", "ready"], .text("Lunch is ready")), ([""], .text("")),
      (["--", "--hex"], .text("--hex")), (["-"], .text("-")),
      (["--lines"], .lines(endingInNUL: false, stop: nil)),
      (["--lines", "--until", "quit"], .lines(endingInNUL: false, stop: "quit")),
      (["-0"], .lines(endingInNUL: true, stop: nil)),
    ] as [([String], WriteCommand.Source)])
  func `write takes its messages from the text, from standard input or from its lines`(
    words: [String], source: WriteCommand.Source
  ) throws {
    let expected = WriteCommand(name: demo, source: source)
    #expect(try MailslotCommand(arguments: ["write", "demo"] + words) == .write(expected))
  }

  @Test func `options of write are kept`() throws {
    var expected = WriteCommand(name: demo, source: .text("ff"))
    expected.isHexadecimal = true
    expected.timeout = .milliseconds(10)
    expected.waits = true
    expected.maximumMessageSize = 100_000
    expected.user = "ops"
    let arguments = [
      "write", "--hex", "--timeout", "10", "--wait", "--max-size", "100000", "--user", "ops",
      "demo",
      "ff",
    ]
    #expect(try MailslotCommand(arguments: arguments) == .write(expected))
  }

  @Test func `info, list and path know their options`() throws {
    #expect(try MailslotCommand(arguments: ["path", "demo"]) == .path(demo, user: nil))
    #expect(
      try MailslotCommand(arguments: ["path", "--user=ops", "demo"]) == .path(demo, user: "ops"))
    #expect(
      try MailslotCommand(arguments: ["info", "demo"]) == .info(demo, user: nil, isJSON: false))
    #expect(
      try MailslotCommand(arguments: ["info", "--user", "ops", "demo", "--json"])
        == .info(demo, user: "ops", isJSON: true))
    #expect(
      try MailslotCommand(arguments: ["list", "--all"])
        == .list(user: nil, everyone: true, isJSON: false))
    #expect(
      try MailslotCommand(arguments: ["list", "--json", "--user=ops"])
        == .list(user: "ops", everyone: false, isJSON: true))
  }

  @Test(
    arguments: [
      (["--help"], .program), (["-h"], .program), (["help"], .program), (["help", "read"], .read),
      (["read", "--help"], .read), (["write", "demo", "-h"], .write), (["info", "--help"], .info),
      (["list", "--help"], .list), (["path", "--help"], .path),
    ] as [([String], HelpTopic)])
  func `help is about what it was asked for`(arguments: [String], topic: HelpTopic) throws {
    #expect(try MailslotCommand(arguments: arguments) == .help(topic))
  }

  @Test(arguments: HelpTopic.allCases)
  func `help begins with three examples and fits a terminal`(topic: HelpTopic) {
    let lines = topic.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[0] == "Examples:")
    #expect(lines[1...3].allSatisfy { $0.hasPrefix("  ") && $0.contains("mailslot ") })
    #expect(lines[4].isEmpty)
    #expect(lines.allSatisfy { $0.count <= 96 })
  }

  @Test(
    arguments: [
      ([], "read, write, info, list or path?"),
      (["send"], "there is no command \"send\""),
      (["read"], "a name is missing"),
      (["read", ""], "is not the name"),
      (["read", "a", "b"], "\"b\" is one word too many"),
      (["list", "a"], "\"a\" is one word too many"),
      (["info", "a", "b"], "\"b\" is one word too many"),
      (["path", "a", "b"], "\"b\" is one word too many"),
      (["read", "a", "--timeout"], "--timeout needs a value"),
      (["read", "a", "--timeout", "soon"], "--timeout needs a time"),
      (["read", "a", "--timeout", "-1"], "--timeout needs a time"),
      (["read", "a", "--count", "0"], "--count needs a number from 1"),
      (["read", "a", "--max-size", "x"], "--max-size needs a number from 1"),
      (["read", "a", "--lines"], "read has no option --lines"),
      (["write", "a", "--count", "1"], "write has no option --count"),
      (["info", "a", "-x"], "info has no option -x"),
      (["list", "--every"], "list has no option --every"),
      (["write", "a", "text", "--lines"], "no text can be given"),
      (["write", #"\\.\pipe\x"#], "is not the name"),
    ] as [([String], String)])
  func `what is wrong is said in one line`(arguments: [String], words: String) {
    do throws(MailslotUsageError) {
      let command = try MailslotCommand(arguments: arguments)
      Issue.record("\(command)")
    } catch {
      #expect(error.description.lowercased().contains(words.lowercased()))
      #expect(!error.description.contains("\n"))
    }
  }

  @Test(
    arguments: [
      (MessageFormat.text, "a\n", "a\n"), (.text, "a", "a\n"), (.text, "", "\n"),
      (.endingInNUL, "a\n", "a\n\0"), (.hexadecimal, "a\n", "610a\n"), (.hexadecimal, "", "\n"),
      (.json, "a\"\n\u{1B}", #"{"text":"a\"\n\u001b","size":4,"uid":7,"gid":8,"pid":6}"# + "\n"),
    ] as [(MessageFormat, String, String)])
  func `a message is printed in its format`(format: MessageFormat, text: String, expected: String) {
    let message = MailslotMessage(
      bytes: Array(text.utf8),
      credentials: PeerCredentials(processID: 6, userID: 7, groupID: 8))
    #expect(String(decoding: format.encode(message), as: UTF8.self) == expected)
  }

  @Test(
    arguments: [
      ("quit", true), ("quit\n", true), ("quit\r\n", true), ("quit\0\0\0", true),
      ("quit\n\0rest", true), ("quit it", false), ("\0quit", false), ("qui", false), ("", false),
    ] as [(String, Bool)])
  func `a message ends the reading up to its first NUL`(message: String, ends: Bool) {
    let message = MailslotMessage(
      bytes: Array(message.utf8),
      credentials: PeerCredentials(processID: 6, userID: 7, groupID: 8))
    #expect(message.isLine("quit") == ends)
  }

  @Test func `bytes that are no text are hexadecimal in JSON`() {
    let message = MailslotMessage(
      bytes: [0xFF, 0], credentials: PeerCredentials(processID: 6, userID: 7, groupID: 8))
    let expected = #"{"hex":"ff00","size":2,"uid":7,"gid":8,"pid":6}"# + "\n"
    #expect(String(decoding: MessageFormat.json.encode(message), as: UTF8.self) == expected)
  }

  @Test(
    arguments: [
      ("00ff", [0, 255]), ("0 0\nF f", [0, 255]), ("", []), ("0", nil), ("0g", nil), ("é", nil),
    ] as [(String, [UInt8]?)])
  func `pairs of digits are bytes`(text: String, bytes: [UInt8]?) {
    #expect(Hexadecimal.decode(Array(text.utf8)) == bytes)
  }

  @Test func `lines are cut wherever the stream is`() {
    let text = Array("a\n\nbc\nd".utf8)
    for cut in 0...text.count {
      var reader = LineReader(end: UInt8(ascii: "\n"))
      var lines = reader.lines(with: Array(text[..<cut])) + reader.lines(with: Array(text[cut...]))
      if let rest = reader.rest() { lines.append(rest) }
      #expect(lines.map { String(decoding: $0, as: UTF8.self) } == ["a", "", "bc", "d"])
      #expect(reader.rest() == nil)
    }
  }
}
