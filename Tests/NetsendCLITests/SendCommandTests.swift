// SPDX-License-Identifier: Apache-2.0

import MessageDelivery
import Messages
import NameDirectory
import NetBIOSClient
import Testing

@testable import NetsendCLI

@Suite struct SendCommandTests {
  private func options(_ words: String...) throws -> SendOptions {
    guard case .send(let options) = try SendCommand(words) else {
      throw SendUsageError.missingRecipient
    }
    return options
  }

  @Test func `the first word is the name and the others are the message, as typed`() throws {
    let options = try options("ops", "Backup", "finished", "--quiet", "  now")
    #expect(options.request.recipients == [.name(try MessageName("ops"))])
    #expect(options.text == "Backup finished --quiet   now")
    #expect(options.style == nil)
    #expect(options.textIndices == 1..<5)
  }

  @Test func `without a message the text comes from standard input`() throws {
    #expect(try options("ops").text == nil)
    #expect(try options("--to", "ops", "--to=lab").text == nil)
    #expect(try options("ops", "-").text == nil)
    #expect(try options("ops", "-", "x").text == "- x")
    #expect(try options("--retract", "progress", "ops").text == "")
    #expect(try options("--retract", "progress", "ops", "-").text == nil)
  }

  @Test func `an option behind the name is text, with a warning`() throws {
    let words = [
      "ops", "hello", "--urgency=critical", "-u", "low", "--", "--quiet", "--dry-run", "-u",
    ]
    guard case .send(let options) = try SendCommand(words) else { return }
    #expect(options.text == "hello --urgency=critical -u low -- --quiet --dry-run -u")
    #expect(
      options.warnings.map { $0.prefix { $0 != " " } } == ["--urgency=critical", "-u", "--quiet"])
    guard case .send(let ended) = try SendCommand(["--"] + words) else { return }
    #expect(ended.warnings.isEmpty)
    #expect(ended.text == options.text)
  }

  @Test func `with --to every word is the message`() throws {
    let options = try options("-t", "ops", "--to=lab", "hello", "there")
    #expect(options.request.recipients.map(\.description) == ["ops", "lab"])
    #expect(options.text == "hello there")
  }

  @Test func `two dashes end the options`() throws {
    let options = try options("--", "ops", "-v")
    #expect(options.request.recipients.map(\.description) == ["ops"])
    #expect(options.text == "-v")
  }

  @Test func `short options can be written as one word`() throws {
    let options = try options("-qulow", "-tops", "-t", "lab", "-fBACKUP", "hello")
    #expect(options.request.recipients.map(\.description) == ["ops", "lab"])
    #expect(options.request.attributes.urgency == .low)
    #expect(options.request.from == "BACKUP")
    #expect(options.style == .quiet)
    #expect(options.text == "hello")
  }

  @Test(arguments: [
    ("--urgncy", "unknown option --urgncy; did you mean --urgency?"),
    ("-from", "unknown option -from; did you mean --from?"), ("--zzz", "unknown option --zzz"),
  ])
  func `a mistyped option has a suggestion`(word: String, expected: String) {
    let error = #expect(throws: SendUsageError.self) { try SendCommand([word, "x", "ops", "hi"]) }
    #expect(error?.description == expected)
  }

  @Test(arguments: [("90", 90), ("90s", 90), ("5m", 300), ("1h30m", 5400), ("2 days", 172_800)])
  func `a time has the notation of all programs`(text: String, seconds: UInt32) throws {
    let options = try options("--expires", text, "--deadline", text, "ops", "x")
    #expect(options.request.attributes.expires == seconds)
    #expect(options.timeLimit == .seconds(seconds))
  }

  @Test(arguments: [
    ("*", "*"), ("/users", "/users"), ("/USERS", "/users"), ("/domain", "/domain"),
    ("/domain:LAB", "/domain:LAB"), (#"\\WINBOX"#, #"\\WINBOX"#), ("o'brien", "o'brien"),
    ("Zoë", "Zoë"),
  ])
  func `a recipient is read as Windows writes it`(word: String, expected: String) throws {
    #expect(try options(word, "x").request.recipients.map(\.description) == [expected])
  }

  @Test func `options set the attributes of the message`() throws {
    let id = "00112233445566778899aabbccddeeff"
    let options = try options(
      "--urgency", "critical", "--title=Disk", "-i", "drive-harddisk", "-c", "device.error",
      "--expires", "5m", "--replaces", id, "-a", "yes=Yes", "--action", "no=No, thanks", "--from",
      "BACKUP", "--until", "answered", "--deadline", "1.5", "--no-spool", "--json", "--network",
      "--code-page", "866", "ops", "full")
    let request = options.request
    #expect(request.attributes.urgency == .critical)
    #expect(request.attributes.title == "Disk")
    #expect(request.attributes.icon == "drive-harddisk")
    #expect(request.attributes.category == "device.error")
    #expect(request.attributes.expires == 300)
    #expect(request.attributes.replaces?.description == id)
    #expect(request.attributes.actions.map(\.description) == ["yes=Yes", "no=No, thanks"])
    #expect(request.from == "BACKUP")
    #expect(request.goal == .answered)
    #expect(options.timeLimit == .milliseconds(1500))
    #expect(!request.mayUseSpool)
    #expect(request.usesNetwork)
    #expect(request.encoding == .page(.cp866))
    #expect(options.style == .json)
  }

  static let wrong: [(words: [String], error: SendUsageError)] = [
    ([], .missingRecipient),
    (["--bogus", "ops", "x"], .unknownOption("--bogus")),
    (["-x", "ops"], .unknownOption("-x")), (["-qx", "ops"], .unknownOption("-x")),
    (["-h", "string:x:y", "ops", "hi"], .helpWithOtherWords),
    (["-hstring:x:y", "ops", "hi"], .helpWithOtherWords), (["-qh"], .helpWithOtherWords),
    (["-e", "ops", "x"], .unknownOption("-e")), (["-u"], .missingArgument(option: "--urgency")),
    (["-i", "./rel.png", "ops", "x"], .badValue(option: "--icon", value: "./rel.png")),
    (["--at", "yesterday", "ops", "x"], .badValue(option: "--at", value: "yesterday")),
    (
      ["-r", "0011223344556677", "ops"], .badValue(option: "--replaces", value: "0011223344556677")
    ),
    (["-r", "", "ops"], .badValue(option: "--replaces", value: "")),
    (["--to"], .missingArgument(option: "--to")),
    (["--json=yes", "ops", "x"], .unwantedArgument(option: "--json")),
    (["--urgency", "high", "ops", "x"], .badValue(option: "--urgency", value: "high")),
    (["--until", "dismissed", "ops", "x"], .badValue(option: "--until", value: "dismissed")),
    (["--expires", "soon", "ops", "x"], .badValue(option: "--expires", value: "soon")),
    (["--expires", "99999999d", "ops", "x"], .badValue(option: "--expires", value: "99999999d")),
    (["--deadline", "0", "ops", "x"], .badValue(option: "--deadline", value: "0")),
    (["--deadline", "nan", "ops", "x"], .badValue(option: "--deadline", value: "nan")),
    (["--action", "yes", "ops", "x"], .badValue(option: "--action", value: "yes")),
    (["--id", "1", "ops", "x"], .badValue(option: "--id", value: "1")),
    (["--code-page", "932", "ops", "x"], .badValue(option: "--code-page", value: "932")),
    (["--network=on", "ops", "x"], .unwantedArgument(option: "--network")),
    (["a/b", "x"], .badRecipient("a/b", .forbiddenCharacter("/"))),
    (["a\u{0}b", "x"], .badRecipient("a\u{0}b", .forbiddenCharacter("\u{0}"))),
    (["", "x"], .badRecipient("", .empty)),
    (["*x", "x"], .badRecipient("*x", .reserved("*x"))),
    (["..", "x"], .badRecipient("..", .reserved(".."))),
    (
      Array(repeating: ["-a", "k=v"], count: 9).flatMap { $0 } + ["ops"],
      .tooManyActions(limit: 8)
    ),
  ]

  @Test(arguments: wrong)
  func `a wrong command line is refused with its reason`(words: [String], error: SendUsageError) {
    #expect(throws: error) { try SendCommand(words) }
    #expect(!error.description.contains("\n"))
  }

  @Test(arguments: [["--help"], ["-h"], ["/?"], ["--json", "--help"]])
  func `help is asked for in three ways`(words: [String]) throws {
    #expect(try SendCommand(words) == .help)
    #expect(SendCommand.helpText.hasPrefix("Examples:\n  netsend ops Backup finished\n"))
  }

  @Test func `every long option is in the help, and can be read`() {
    for name in OptionReader.longNames where name != "--replace-id" {
      #expect(SendCommand.helpText.contains(name))
    }
    #expect(SendCommand.helpText.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test(arguments: [
    (MessageState.stored, 5), (.shown, 30), (.read, 3600), (.answered, 3600),
  ])
  func `a delivery without a deadline has a time limit that suits its goal`(
    goal: MessageState, seconds: Int
  ) {
    #expect(DeliveryRequest.timeLimit(for: goal) == .seconds(seconds))
  }
}
