// SPDX-License-Identifier: Apache-2.0

import Accounts
import Foundation
import Inbox
import LinuxSystem
import Mailslots
import Messages
import TestSupport

@testable import MessngrCLI

/// A machine for one test, used by the user who runs the test.
final class Desk {
  let folder: FilePath
  let account: Account

  /// Friday, 2026-11-20 14:30:00 UTC.
  static let noon = UnixTime(milliseconds: 1_795_185_000_000)

  init() throws {
    folder = FilePath("/tmp/messngr-desk-\(UUID().uuidString)")
    for name in ["mailslot", "spool", "home"] {
      try FileManager.default.createDirectory(
        atPath: folder.appending(name).string, withIntermediateDirectories: true)
    }
    account = Account(
      name: AccountDatabase().name(ofUserID: geteuid()), userID: geteuid(), groupID: getegid(),
      home: folder.appending("home"))
    let line = "\(account.name):x:\(account.userID):\(account.groupID)::\(account.home):/bin/sh\n"
    try line.write(toFile: folder.appending("passwd").string, atomically: true, encoding: .utf8)
  }

  deinit { try? FileManager.default.removeItem(atPath: folder.string) }

  /// A database with one account, so that the test does not use the accounts of the real machine.
  private var accounts: AccountDatabase {
    AccountDatabase(file: folder.appending("passwd"), getent: "/nonexistent")
  }

  /// The variables with which a program uses this machine.
  var variables: [String: String] {
    [
      "MAILSLOT_ROOT": folder.appending("mailslot").string,
      "MESSNGR_SPOOL": folder.appending("spool").string,
      "XDG_STATE_HOME": folder.appending("state").string, "TZ": "UTC",
    ]
  }

  var paths: Paths {
    Paths(
      mailslotRoot: folder.appending("mailslot"), spoolRoot: folder.appending("spool"),
      runtimeRoot: folder.appending("run"), heardMachines: folder.appending("machines"))
  }

  /// The result of a command that ran in this process.
  struct Ending {
    let status: Int32
    let output: String
    let errors: String
  }

  /// Runs `messngr` in this process.
  func messngr(_ arguments: String..., input: String = "") async throws -> Ending {
    try await messngr(arguments, input: input)
  }

  /// Runs `messngr` in this process.
  func messngr(_ arguments: [String], input: String = "") async throws -> Ending {
    let files = try ["input", "output", "errors"].map { try open($0) }
    defer { for file in files { try? file.close() } }
    try files[0].writeAll(Array(input.utf8))
    lseek(files[0].rawValue, 0, SEEK_SET)
    let variables = variables
    let context = CommandContext(
      account: account, accounts: accounts, paths: paths,
      environment: { variables[$0] }, hostName: "db1", zone: .utc, clock: { Desk.noon },
      machineRoot: folder.appending("root"),
      input: files[0], output: files[1], errors: files[2])
    let status = await MessngrProgram(in: context).run(arguments)
    return Ending(status: status, output: try text(files[1]), errors: try text(files[2]))
  }

  /// Runs the built `messngr`.
  func start(_ arguments: String..., input: [UInt8]? = nil) throws -> Program {
    try Program(
      Desk.program, arguments, environment: variables.merging(["PATH": "/usr/bin:/bin"]) { $1 },
      input: input)
  }

  /// The built program, beside the test program.
  static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appending(path: "messngr").path

  /// Runs `body` with the inbox.
  func withInbox<Value>(_ body: (Inbox) throws -> Value) throws -> Value {
    let inbox = try Inbox.open(
      at: folder.appending("state/messngr/inbox.sqlite"), ifCorrupt: .refuse)
    defer { try? inbox.close() }
    return try body(inbox)
  }

  /// Puts messages into the inbox.
  func store(_ deliveries: Delivery...) throws {
    _ = try withInbox { try $0.store(deliveries) }
  }

  /// Makes the user's spool in the system's place.
  func makeSpool() throws {
    let path = folder.appending("spool").appending(account.name).string
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    chmod(path, 0o1733)
  }

  /// The messages in the spool, in any order.
  func spooled() throws -> [Message] {
    let path = folder.appending("spool").appending(account.name)
    return try FileSystem.entries(of: path).map { try FileContents.read(path.appending($0)) }
      .map { try MailslotBody(decoding: $0) { String(decoding: $0, as: UTF8.self) }.message }
  }

  /// A message from the user who runs the test.
  func delivery(
    _ text: String = "Backup finished", from: String? = nil, minutesAgo: Int64 = 0,
    origin: Origin = .mailslot, _ change: (inout MessageAttributes) -> Void = { _ in }
  ) -> Delivery {
    var message = Message(from: from ?? account.name, to: account.name, text: text)
    change(&message.attributes)
    return Delivery(
      id: MessageID(), message: message, sender: account.userID, senderName: account.name,
      origin: origin, arrival: Desk.noon.advanced(bySeconds: -60 * minutesAgo))
  }

  private func open(_ name: String) throws -> FileDescriptor {
    try FileDescriptor.open(
      folder.appending(name), .readWrite, options: [.create, .truncate],
      permissions: .ownerReadWrite)
  }

  private func text(_ file: FileDescriptor) throws -> String {
    lseek(file.rawValue, 0, SEEK_SET)
    return String(decoding: try FileContents.readToEnd(of: file), as: UTF8.self)
  }
}
