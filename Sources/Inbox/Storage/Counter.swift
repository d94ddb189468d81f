// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The last numbers that were assigned, as one transaction reads and changes them.
struct Counter {
  /// The number of the newest message ever stored.
  private(set) var number: Int64

  /// The number of the newest change to a message or a setting.
  private(set) var change: Int64

  /// The messages up to this number are in the index for ``Inbox/search(_:limit:before:)``.
  var indexed: Int64

  /// How many messages there are; a trigger subtracts those that are deleted.
  private(set) var total: Int

  /// The greatest number that is accepted: no inbox ever counts so far.
  ///
  /// A greater one is damage, and counting from it could overflow.
  private static let limit: Int64 = 1 << 62

  /// Reads the counter.
  ///
  /// - Throws: `DatabaseError` with `SQLITE_CORRUPT` when there is none, or a number in it
  ///   is not possible.
  init(_ database: Database) throws {
    let statement = try database.cachedStatement(
      sql: "SELECT number, change, indexed, total FROM counter WHERE only = 1")
    // A file without its counter is not an inbox.
    guard let row = try Row.fetchOne(statement) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
    (number, change, indexed, total) = (row[0], row[1], row[2], row[3])
    let range = 0...Counter.limit
    guard range.contains(number), range.contains(change), range.contains(Int64(total)) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
  }

  /// Assigns the next number for a message.
  mutating func nextNumber() -> Int64 {
    number += 1
    total += 1
    return number
  }

  /// Assigns the next number for a change.
  mutating func nextChange() -> Int64 {
    change += 1
    return change
  }

  /// Writes the counter.
  func save(_ database: Database) throws {
    try database.cachedStatement(
      sql: "UPDATE counter SET number = ?, change = ?, indexed = ?, total = ?"
    ).execute(arguments: [number, change, indexed, total])
  }
}
