// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import LinuxSystem
import Messages
import TestSupport

@testable import Inbox

/// Runs `body` with the path of a new directory, and removes it afterwards.
func withDirectory<Value>(_ body: (FilePath) async throws -> Value) async throws -> Value {
  let path = "/tmp/messngr-inbox-\(UUID().uuidString)"
  try FileManager.default.createDirectory(
    atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  defer { try? FileManager.default.removeItem(atPath: path) }
  return try await body(FilePath(path))
}

/// Runs `body` with a new inbox.
func withInbox<Value>(_ body: (Inbox) async throws -> Value) async throws -> Value {
  try await withDirectory { directory in
    let inbox = try Inbox.open(at: directory.appending("inbox.sqlite"), ifCorrupt: .refuse)
    let value = try await body(inbox)
    try inbox.close()
    return value
  }
}

/// A time, some seconds after the beginning of all tests.
func time(_ seconds: Int64) -> UnixTime {
  UnixTime(milliseconds: 1_800_000_000_000 + seconds * 1000)
}

/// A delivery for which a test gives only what matters to it.
func delivery(
  _ text: String = "Backup finished", from: String = "BACKUP", sender: UInt32 = 1000,
  at seconds: Int64 = 0, id: MessageID = MessageID(), origin: Origin = .mailslot,
  _ change: (inout MessageAttributes) -> Void = { _ in }
) -> Delivery {
  var attributes = MessageAttributes()
  attributes.id = id
  change(&attributes)
  return Delivery(
    id: id, message: Message(from: from, to: "ops", text: text, attributes: attributes),
    sender: sender, senderName: "user\(sender)", origin: origin, arrival: time(seconds))
}

extension Inbox {
  /// Stores deliveries that are new and returns their numbers.
  @discardableResult
  func add(_ deliveries: Delivery...) throws -> [Int64] {
    try store(deliveries).compactMap {
      if case .stored(let number, _, _) = $0 { number } else { nil }
    }
  }

  /// Runs a pragma on SQLite's connection for writing, outside a transaction.
  func pragma(_ pragma: String) throws -> Int? {
    try pool.writeWithoutTransaction { try Int.fetchOne($0, sql: "PRAGMA \(pragma)") }
  }
}

/// Writes a new file, without waiting for the disk.
func write(_ bytes: [UInt8], to path: FilePath) throws {
  let file = try FileDescriptor.open(
    path, .writeOnly, options: .exclusiveCreate,
    permissions: FilePermissions(rawValue: 0o644))
  try file.closeAfter { () throws(Errno) in try file.writeAll(bytes) }
}

/// Runs a program to its end and returns what it prints.
@discardableResult
func run(_ program: String, _ arguments: [String]) throws -> String {
  let finished = try Program(program, arguments, environment: Program.path).finish()
  return finished.output + finished.errors
}

/// SQLite's own shell as a second process; `apt install sqlite3` brings it.
func sqlite(_ path: FilePath, _ statements: String) throws -> String {
  try run("/usr/bin/sqlite3", ["-cmd", ".timeout 5000", path.string, statements])
    .trimmingCharacters(in: .newlines)
}
