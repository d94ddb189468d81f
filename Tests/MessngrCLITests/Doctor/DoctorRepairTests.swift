// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import Inbox
import LinuxSystem
import Messages
import TestSupport
import Testing

@testable import MessngrCLI

/// Each broken state is made on purpose; `messngr doctor` finds it and prints a command; a shell runs the
/// command as it is printed, and `messngr doctor` finds nothing wrong.
@Suite struct DoctorRepairTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let check: String
    let verdict: String
    var status: Int32 = 0
    let wreck: @Sendable (Desk) throws -> Void
  }

  static let rows = [
    Row(
      testDescription: "a spool that is missing", check: "spool", verdict: "bad", status: 69,
      wreck: { try FileManager.default.removeItem(atPath: $0.spool.string) }),
    Row(
      testDescription: "a spool that only its owner can write to", check: "spool", verdict: "bad",
      status: 77, wreck: { chmod($0.spool.string, 0o755) }),
    Row(
      testDescription: "a spool in which users can replace messages of others", check: "spool",
      verdict: "bad", status: 77, wreck: { chmod($0.spool.string, 0o777) }),
    Row(
      testDescription: "a spool of another user", check: "spool", verdict: "bad", status: 77,
      wreck: { chown($0.spool.string, 54_321, 54_321) }),
    Row(
      testDescription: "a file in the place of the spool", check: "spool", verdict: "bad",
      status: 77,
      wreck: {
        try FileManager.default.removeItem(atPath: $0.spool.string)
        _ = FileManager.default.createFile(atPath: $0.spool.string, contents: nil)
      }),
    Row(
      testDescription: "a directory of spools that all users can write to", check: "spool",
      verdict: "bad", status: 77, wreck: { chmod($0.paths.spoolRoot.string, 0o777) }),
    Row(
      testDescription: "a directory of spools that other users cannot reach", check: "spool",
      verdict: "bad", status: 77, wreck: { chmod($0.paths.spoolRoot.string, 0o700) }),
    Row(
      testDescription: "a directory of spools that belongs to a user", check: "spool",
      verdict: "bad", status: 77, wreck: { chown($0.paths.spoolRoot.string, 54_321, 54_321) }),
    Row(
      testDescription: "a directory of mailslots that is missing", check: "directory",
      verdict: "note", wreck: { try FileManager.default.removeItem(atPath: $0.slots.string) }),
    Row(
      testDescription: "a directory of mailslots of another user", check: "directory",
      verdict: "bad", status: 77, wreck: { chown($0.slots.string, 54_321, 54_321) }),
    Row(
      testDescription: "a directory of mailslots that all users can write to", check: "directory",
      verdict: "bad", status: 77, wreck: { chmod($0.slots.string, 0o777) }),
    Row(
      testDescription: "a unit that is masked", check: "unit", verdict: "bad",
      wreck: {
        let unit = $0.account.home.appending(".config/systemd/user/messngrd.service").string
        try FileManager.default.removeItem(atPath: unit)
        try FileManager.default.createSymbolicLink(
          atPath: unit, withDestinationPath: "/dev/null")
      }),
    Row(
      testDescription: "a unit that is not enabled", check: "unit", verdict: "note",
      wreck: {
        let wants = ".config/systemd/user/graphical-session.target.wants"
        try FileManager.default.removeItem(atPath: $0.account.home.appending(wants).string)
      }),
    Row(
      testDescription: "messages that wait in the spool", check: "waiting", verdict: "note",
      wreck: { try $0.leave("alert") }),
    Row(
      testDescription: "do not disturb", check: "dnd", verdict: "note",
      wreck: { try $0.withInbox { try $0.set("do-not-disturb", to: "on") } }),
    Row(
      testDescription: "no agent", check: "mailslot", verdict: "bad", status: 69, wreck: { _ in }),
  ]

  @Test(.enabled(if: geteuid() == 0), arguments: rows)
  func `the advice mends it as it is printed`(row: Row) async throws {
    let desk = try Desk()
    try desk.install()
    defer { desk.endAgent() }
    #expect(try await desk.finding(row.check)?.isBad != true || row.check == "mailslot")
    try row.wreck(desk)
    let ending = try await desk.messngr("doctor", "--json")
    let found = try #require(desk.finding(row.check, in: ending))
    #expect(found.verdict == row.verdict, "\(found)")
    if row.status != 0 { #expect(found.status == row.status) }
    let remedy = try #require(found.remedy)
    try desk.carryOut(remedy)
    let after = try await desk.finding(row.check)
    #expect(after == nil || after?.verdict == "ok", "after \(remedy): \(String(describing: after))")
  }

  @Test(.enabled(if: geteuid() == 0))
  func `the exit status is 0 when nothing is bad, and else that of the first bad finding`()
    async throws
  {
    let desk = try Desk()
    try desk.install()
    defer { desk.endAgent() }
    #expect(try await desk.messngr("doctor").status == 69)
    try desk.carryOut("messngrd &")
    let well = try await desk.messngr("doctor")
    #expect(well.status == 0, "\(well.output)")
    chmod(desk.spool.string, 0o755)
    #expect(try await desk.messngr("doctor").status == 77)
    try desk.carryOut("chmod 1733 \(desk.spool)")
    #expect(try await desk.messngr("doctor", "--json").status == 0)
  }

  @Test
  func `an error of the configuration is named with its line, and keeps agents from starting`()
    async throws
  {
    let desk = try Desk()
    try desk.install()
    try desk.configure("code-page: 437\nfold-treshold: 3\n")
    let found = try #require(try await desk.finding("config"))
    #expect(found.status == 78)
    #expect(found.text.contains("config.yaml:2: "))
    #expect(found.text.contains("did you mean fold-threshold?"))
    // To start an agent is no advice, because it would end at once.
    #expect(try await desk.finding("mailslot")?.remedy == nil)
    try desk.configure("code-page: 437\nfold-threshold: 3\n")
    #expect(try await desk.finding("config")?.verdict == "ok")
    #expect(try await desk.finding("mailslot")?.remedy == "messngrd &")
  }

  @Test func `without a desktop, the advice is to show messages on terminals`() async throws {
    let desk = try Desk()
    try desk.install()
    let manager = desk.paths.runtimeRoot.appending("\(desk.account.userID)/systemd/private").string
    try FileManager.default.createDirectory(atPath: manager, withIntermediateDirectories: true)
    #expect(
      try await desk.finding("mailslot")?.remedy == "systemctl --user start messngrd.service")
    let unit = desk.account.home.appending(".config/systemd/user/messngrd-terminals.service").string
    #expect(FileManager.default.createFile(atPath: unit, contents: nil))
    #expect(
      try await desk.finding("mailslot")?.remedy
        == "systemctl --user enable --now messngrd-terminals.service")
  }

  @Test func `quiet hours are named with their end`() async throws {
    let desk = try Desk()
    try desk.store(desk.delivery(), desk.delivery())
    try desk.withInbox { try $0.hold([1, 2]) }
    try desk.configure("quiet-hours: [\"fri 14:00-15:00\"]\n")
    let found = try #require(try await desk.finding("quiet"))
    #expect(found.verdict == "note")
    #expect(found.text.hasPrefix("quiet hours until 15:00: "))
    #expect(
      try await desk.finding("held")?.text
        == "2 messages held back because of quiet hours until 15:00")
    let status = try await desk.messngr("status").output
    #expect(status.contains("2 held back: quiet hours until 15:00"))
    #expect(
      try await desk.messngr("status", "--json").output.contains(
        "\"quiet\":true,\"quietUntil\":1795186800000"))
    try desk.configure("quiet-hours: [\"fri 15:00-16:00\"]\n")
    #expect(try await desk.finding("quiet") == nil)
  }
}
