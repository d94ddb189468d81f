// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import Inbox
import LinuxSystem
import Mailslots
import Messages
import TestSupport
import Testing

@testable import MessngrCLI

/// What a user reads for whom no agent runs: root, or a user who only uses ssh.
@Suite struct SpoolReadingTests {
  private let desk: Desk

  init() throws {
    desk = try Desk()
    try desk.makeSpool()
  }

  private func texts() throws -> [String] {
    try desk.withInbox { try $0.list(InboxFilter(), limit: 10_000) }.map(\.delivery.message.text)
      .sorted()
  }

  @Test func `the inbox lists what waits in the spool, and it can be answered`() async throws {
    for number in 1...5 { try desk.leave("alert \(number)") }
    #expect(try await desk.messngr("status").output.contains("5 messages more"))
    #expect(try await desk.messngr("status", "--json").output.contains("\"waiting\":5"))
    let listed = try await desk.messngr("inbox", "--unread", "--json")
    #expect(listed.status == 0)
    #expect(listed.output.split(separator: "\n").count == 5)
    #expect(listed.output.contains("\"origin\":\"spool\""))
    #expect(try desk.spoolNames.isEmpty)
    #expect(try await desk.messngr("reply", "3", "On my way").status == 0)
    #expect(try desk.withInbox { try $0.message(number: 3)?.state } == .answered)
    #expect(try await desk.messngr("status", "--json").output.contains("\"waiting\":1"))
  }

  @Test(arguments: [
    ["inbox"], ["read"], ["search", "alert"], ["export"], ["reply", "1", "yes"],
  ])
  func `each command that reads takes the spool in first`(arguments: [String]) async throws {
    try desk.leave("alert")
    let ending = try await desk.messngr(arguments)
    #expect(ending.status == 0, "\(ending)")
    #expect(try texts() == ["alert"])
  }

  @Test func `what an agent will take stays for the agent`() async throws {
    let reader = try MailslotLookup(of: desk.account, in: desk.paths)
      .createReader(.messenger, options: MailslotOptions(acceptsDescriptors: true))
    defer { reader.close() }
    try desk.leave("alert")
    #expect(try await desk.messngr("inbox").errors == "messngr: no messages\n")
    #expect(try desk.spoolNames.count == 1)
  }

  @Test func `the same message twice is one message`() async throws {
    let id = MessageID()
    for _ in 1...2 { try desk.leave("once", id: id) }
    _ = try await desk.messngr("inbox")
    try desk.leave("once", id: id)
    _ = try await desk.messngr("inbox")
    #expect(try texts() == ["once"])
    #expect(try desk.spoolNames.isEmpty)
  }

  @Test func `the configuration of the agent decides what is taken in`() async throws {
    try desk.leave("from a denied sender")
    try desk.configure("deny: [\(desk.account.name)]\n")
    let listed = try await desk.messngr("inbox")
    #expect(listed.errors.contains("refused in the spool"), "\(listed)")
    #expect(listed.errors.contains("the sender is denied"))
    #expect(try desk.spoolNames.isEmpty)
    #expect(try texts().isEmpty)
  }

  @Test func `with an error in the configuration, messages stay, and a note names its line`()
    async throws
  {
    try desk.leave("alert")
    try desk.configure("code-page: 437\ndeny [eve]\n")
    let listed = try await desk.messngr("inbox")
    #expect(listed.errors.contains("the spool holds 1 message, which messngr cannot take in: "))
    #expect(listed.errors.contains("config.yaml:"))
    #expect(try desk.spoolNames.count == 1)
    try desk.configure("code-page: 437\ndeny: [eve]\n")
    #expect(try await desk.messngr("inbox").output.contains("alert"))
  }

  @Test func `messages that arrive in the spool are followed`() throws {
    try desk.leave("one")
    let following = try desk.start("inbox", "--follow")
    try following.wait(for: "one", in: .output)
    try desk.leave("two")
    try following.wait(for: "two", in: .output)
    following.signal(SIGTERM)
    #expect(try following.finish().output.split(separator: "\n").count == 2)
    #expect(try desk.spoolNames.isEmpty)
  }

  @Test func `several commands at once take each message in once`() throws {
    for number in 1...400 { try desk.leave("\(number)") }
    let commands = try (1...4).map { _ in try desk.start("inbox", "-n", "0") }
    for command in commands { #expect(try command.finish().status == 0) }
    #expect(try texts() == (1...400).map(String.init).sorted())
    #expect(try desk.spoolNames.isEmpty)
  }

  @Test func `a kill at any moment loses no message and makes none twice`() throws {
    for number in 1...600 { try desk.leave("\(number)") }
    for round in 1...8 {
      let command = try desk.start("inbox", "-n", "0")
      // The kill must come at different moments of the work, and nothing says when these are.
      usleep(UInt32(round) * 20_000)
      command.signal(SIGKILL)
      _ = try command.finish()
    }
    #expect(try desk.start("inbox", "-n", "0").finish().status == 0)
    #expect(try texts() == (1...600).map(String.init).sorted())
    #expect(try desk.spoolNames.isEmpty)
  }

  @Test(arguments: [["inbox"], ["run", "--", "false"], ["dnd", "on"]])
  func `only the user may look into the directory, which command makes it first`(
    arguments: [String]
  ) async throws {
    _ = try await desk.messngr(arguments)
    for name in ["state/messngr", "state/messngr/jobs"] {
      guard let status = try? desk.folder.appending(name).stat() else { continue }
      #expect(status.permissions == .ownerReadWriteExecute, "\(name)")
    }
    #expect(FileSystem.exists(desk.folder.appending("state/messngr")))
  }
}
