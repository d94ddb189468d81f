// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// What `netsend` prints and returns, with a real agent or without one.
@Suite struct NetsendCommandTests {
  private let sandbox: Sandbox
  private var user: String { sandbox.user }

  init() throws { sandbox = try Sandbox() }

  @Test func `--json prints one object for each recipient`() throws {
    let agent = try sandbox.startAgent()
    let id = "00112233445566778899aabbccddeeff"
    let finished = try sandbox.netsend("--json", "--id", id, user, "hello")
    #expect(
      finished.output == #"{"to":"\#(user)","id":"\#(id)","state":"stored","spool":false}"# + "\n")
    _ = agent
  }

  @Test func `the text can come from standard input`() throws {
    let agent = try sandbox.startAgent()
    #expect(try sandbox.netsend(user, input: Array("from a pipe\n\n".utf8)).status == 0)
    #expect(try sandbox.inbox().first?["text"] as? String == "from a pipe")
    _ = agent
  }

  @Test func `a text has up to 64 KiB`() throws {
    let agent = try sandbox.startAgent()
    let long = [UInt8](repeating: 0x78, count: 65_536)
    let sent = try sandbox.netsend("--no-spool", user, input: long)
    #expect(sent.status == 0, "\(sent.errors)")
    let tooLong = try sandbox.netsend(user, input: long + [0x78])
    #expect(tooLong.status == 65)
    #expect(tooLong.errors.contains("65537 bytes; at most 65536"))
    #expect(try sandbox.inbox().count == 1)
    _ = agent
  }

  @Test(arguments: [
    ([], "64", "no recipient"), (["--bogus", "x", "y"], "64", "unknown option --bogus"),
    (["a/b", "x"], "64", "a name cannot hold '/'"),
    (["no-such-user-here", "x"], "67", "The message alias could not be found on the network."),
    ([#"\\WINBOX"#, "x"], "69", "3025"),
  ])
  func `a wrong command line and an unknown name have exit statuses of their own`(
    arguments: [String], status: String, error: String
  ) throws {
    let finished = try sandbox.run("netsend", arguments, input: [])
    #expect("\(finished.status)" == status)
    #expect(finished.errors.contains(error))
  }

  @Test(arguments: [[] as [UInt8], [0x0A], Array("a\0b".utf8)])
  func `an empty text and a text with a NUL are refused before netsend sends`(input: [UInt8]) throws
  {
    let agent = try sandbox.startAgent()
    #expect(try sandbox.netsend(user, input: input).status == 65)
    #expect(try sandbox.inbox().isEmpty)
    _ = agent
  }

  @Test func `without a mailslot and a spool, the error is 2273`() throws {
    let finished = try sandbox.netsend(user, "x")
    #expect(finished.status == 67)
    #expect(finished.errors.contains("(2273)"))
  }

  @Test func `a recipient who is away gets the message at the next start of the agent`() throws {
    try sandbox.makeSpool()
    let finished = try sandbox.netsend("--verbose", user, "while you were away")
    #expect(finished.status == 0)
    #expect(finished.errors.contains("the message waits in the spool"))
    let waiting = try sandbox.netsend("--until", "read", "--deadline", "20", user, "x")
    #expect(waiting.status == 75)
    #expect(waiting.duration < .seconds(5))
    let agent = try sandbox.startAgent(["--display", "terminal"])
    try agent.wait(for: "while you were away", in: .output)
    #expect(try sandbox.inbox().map { $0["text"] as? String } == ["x", "while you were away"])
  }

  @Test func `the same identifier twice is one message`() throws {
    let agent = try sandbox.startAgent()
    let id = "00112233445566778899aabbccddeeff"
    for _ in 1...3 { #expect(try sandbox.netsend("--id", id, user, "once").status == 0) }
    #expect(try sandbox.inbox().count == 1)
    _ = agent
  }

  @Test func `netsend prints a line for each recipient`() throws {
    let agent = try sandbox.startAgent()
    let finished = try sandbox.netsend("-v", "--to", user, "--to", "no-such-user-here", "hello")
    #expect(finished.status == 1)
    #expect(finished.errors.contains("successfully sent to \(user.uppercased())."))
    #expect(finished.errors.contains("sending a message to NO-SUCH-USER-HERE."))
    _ = agent
  }

  @Test(arguments: ["*", "/users", "/USERS"])
  func `one word reaches all users`(name: String) throws {
    let agent = try sandbox.startAgent()
    #expect(try sandbox.netsend(name, "to all").status == 0)
    #expect(try sandbox.inbox().first?["text"] as? String == "to all")
    _ = agent
  }

  @Test func `the machine's own name reaches all users who are logged in`() throws {
    let agent = try sandbox.startAgent()
    let name = ProcessInfo.processInfo.hostName
    #expect(try sandbox.netsend(name.uppercased(), "to the machine").status == 0)
    #expect(try sandbox.inbox().first?["text"] as? String == "to the machine")
    _ = agent
  }

  @Test func `a second agent names the process that reads the mailslot`() throws {
    let agent = try sandbox.startAgent()
    let second = try sandbox.run("messngrd", [], environment: sandbox.environment)
    #expect(second.status == 73)
    #expect(second.errors.contains("process \(agent.pid) reads "))
  }

  @Test func `a mailslot of a killed agent does not delay a sender or the next agent`() throws {
    try sandbox.makeSpool()
    let agent = try sandbox.startAgent()
    agent.signal(SIGKILL)
    try agent.finish()
    #expect(FileManager.default.fileExists(atPath: sandbox.mailslot().path))
    let away = try sandbox.netsend(user, "while no agent runs")
    #expect(away.status == 0)
    #expect(away.duration < .seconds(3))
    let next = try sandbox.startAgent(["--display", "terminal"])
    try next.wait(for: "while no agent runs", in: .output)
  }

  @Test func `with a stopped agent, a sender waits for its deadline and loses no message`() throws {
    try sandbox.makeSpool()
    let agent = try sandbox.startAgent()
    agent.signal(SIGSTOP)
    let finished = try sandbox.netsend("--deadline", "1", user, "later")
    #expect(finished.status == 0)
    #expect(finished.duration < .seconds(4))
    agent.signal(SIGCONT)
    #expect(try sandbox.netsend(user, "now").status == 0)
    agent.signal(SIGTERM)
    #expect(try agent.finish().status == 0)
    let again = try sandbox.startAgent()
    let texts = try sandbox.inbox().compactMap { $0["text"] as? String }
    #expect(texts.sorted() == ["later", "now"])
    _ = again
  }

  @Test func `SIGTERM and SIGINT end the agent within two seconds`() throws {
    for signal in [SIGTERM, SIGINT] {
      let agent = try sandbox.startAgent()
      #expect(try sandbox.netsend(user, "x").status == 0)
      let start = ContinuousClock.now
      agent.signal(signal)
      #expect(try agent.finish().status == 0)
      #expect(start.duration(to: .now) < .seconds(2))
      #expect(!FileManager.default.fileExists(atPath: sandbox.mailslot().path))
    }
  }

  @Test func `a link in place of the mailslot is not followed`() throws {
    let agent = try sandbox.startAgent()
    let real = sandbox.folder.appending(path: "mailslot/\(user)/real")
    try FileManager.default.moveItem(at: sandbox.mailslot(), to: real)
    try FileManager.default.createSymbolicLink(at: sandbox.mailslot(), withDestinationURL: real)
    #expect(try sandbox.netsend("--no-spool", user, "x").status != 0)
    #expect(try sandbox.inbox().isEmpty)
    _ = agent
  }

  @Test(.enabled(if: geteuid() == 0, "only root can give a directory away"))
  func `a directory of another user with the recipient's name is refused`() throws {
    // The tests run as root, and netsend trusts root's directories: so the recipient is another user.
    let recipient = "nobody"
    let directory = sandbox.folder.appending(path: "mailslot/\(recipient)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    chown(directory.path, 4321, 4321)
    let finished = try sandbox.netsend("--no-spool", recipient, "x")
    #expect(finished.status == 77)
    #expect(finished.errors.contains("belongs to uid 4321, so it is not trusted"))
  }
}
