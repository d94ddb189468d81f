// SPDX-License-Identifier: Apache-2.0

import Messages
import Sending
import Testing

@Suite struct SendCommandTests {
  private func request(_ words: String...) throws -> SendRequest {
    guard case .send(let request) = try SendCommand(words) else {
      throw SendUsageError.missingRecipient
    }
    return request
  }

  @Test func `the first word is the name and the rest is the message, as typed`() throws {
    let request = try request("ops", "Backup", "finished", "--quiet", "  now")
    #expect(request.recipients == [.name(try MessageName("ops"))])
    #expect(request.text == "Backup finished --quiet   now")
    #expect(request.output == .lines)
  }

  @Test func `without a message the text comes from standard input`() throws {
    #expect(try request("ops").text == nil)
    #expect(try request("--to", "ops", "--to=lab").text == nil)
  }

  @Test func `with --to every word is the message`() throws {
    let request = try request("-t", "ops", "--to=lab", "hello", "there")
    #expect(request.recipients.map(\.description) == ["ops", "lab"])
    #expect(request.text == "hello there")
  }

  @Test func `two dashes end the options`() throws {
    let request = try request("--", "ops", "-v")
    #expect(request.recipients.map(\.description) == ["ops"])
    #expect(request.text == "-v")
  }

  @Test(arguments: [
    ("*", "*"), ("/users", "/users"), ("/USERS", "/users"), ("/domain", "/domain"),
    ("/domain:LAB", "/domain:LAB"), (#"\\WINBOX"#, #"\\WINBOX"#), ("o'brien", "o'brien"),
    ("Zoë", "Zoë"),
  ])
  func `a recipient is read as Windows writes it`(word: String, expected: String) throws {
    #expect(try request(word, "x").recipients.map(\.description) == [expected])
  }

  @Test func `options carry what the message says beyond its text`() throws {
    let id = "00112233445566778899aabbccddeeff"
    let request = try request(
      "--urgency", "critical", "--title=Disk", "-i", "drive-harddisk", "-c", "device.error",
      "--expires", "5m", "--replaces", id, "-a", "yes=Yes", "--action", "no=No, thanks", "--from",
      "BACKUP", "--until", "answered", "--deadline", "1.5", "--no-spool", "--json", "--network",
      "--code-page", "866", "ops", "full")
    #expect(request.attributes.urgency == .critical)
    #expect(request.attributes.title == "Disk")
    #expect(request.attributes.icon == "drive-harddisk")
    #expect(request.attributes.category == "device.error")
    #expect(request.attributes.expires == 300)
    #expect(request.attributes.replaces?.description == id)
    #expect(request.attributes.actions.map(\.description) == ["yes=Yes", "no=No, thanks"])
    #expect(request.from == "BACKUP")
    #expect(request.goal == .answered)
    #expect(request.effectiveDeadline == 1500)
    #expect(!request.mayUseSpool)
    #expect(request.usesNetwork)
    #expect(request.encoding == .page(.cp866))
    #expect(request.output == .json)
  }

  static let wrong: [(words: [String], error: SendUsageError)] = [
    ([], .missingRecipient),
    (["--bogus", "ops", "x"], .unknownOption("--bogus")),
    (["-x", "ops"], .unknownOption("-x")),
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

  @Test(arguments: [
    (MessageState.stored, UInt32(5000)), (.shown, 30_000), (.read, 3_600_000),
    (.answered, 3_600_000),
  ])
  func `a wait that nobody bounded has a bound that suits its goal`(
    goal: MessageState, milliseconds: UInt32
  ) {
    var request = SendRequest()
    request.goal = goal
    #expect(request.effectiveDeadline == milliseconds)
  }
}
