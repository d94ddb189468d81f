// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

extension Outbox {
  // MARK: Reports of this machine's agents

  /// Stores a report.
  ///
  /// - Throws: ``InboxError``.
  public func add(
    _ states: StateReport, for host: String, from reader: String
  ) throws(InboxError) {
    try inbox.write { database in
      try database.execute(
        sql: "INSERT INTO report (host, reader, states) VALUES (?, ?, ?)",
        arguments: [host, reader, states.description])
    }
  }

  /// The reports that no server has yet, in their order.
  ///
  /// - Throws: ``InboxError``.
  public func reports(limit: Int) throws(InboxError) -> [Report] {
    try inbox.read { database in
      try Row.fetchAll(
        database, sql: "SELECT number, host, reader, states FROM report ORDER BY number LIMIT ?",
        arguments: [limit]
      ).map { row in
        Report(
          number: row[0], host: row[1], reader: row[2], states: StateReport(row[3] as String))
      }
    }
  }

  /// Lets a report go.
  ///
  /// - Throws: ``InboxError``.
  public func remove(_ numbers: [Int64]) throws(InboxError) {
    try inbox.writeWithoutSync { database in
      for number in numbers {
        try database.execute(sql: "DELETE FROM report WHERE number = ?", arguments: [number])
      }
    }
  }

  /// How many bytes the reports of a user have that no server has yet.
  ///
  /// - Throws: ``InboxError``.
  public func reportByteCount(of reader: String) throws(InboxError) -> Int {
    try inbox.read { database in
      try Int.fetchOne(
        database, sql: "SELECT total(length(states)) FROM report WHERE reader = ?",
        arguments: [reader]) ?? 0
    }
  }

  // MARK: Positions

  /// The last place in the stream up to which the relay has brought what a name stands for.
  ///
  /// `nil` before it has looked for the first time.
  ///
  /// - Throws: ``InboxError``.
  public func position(of name: String) throws(InboxError) -> Place? {
    try inbox.read { database in
      try Row.fetchOne(
        database, sql: "SELECT sequence, time FROM position WHERE name = ?", arguments: [name]
      ).map { Place(sequence: UInt64(clamping: $0[0] as Int64), time: $0[1]) }
    }
  }

  /// Notes a place, in front of the noted one or behind it.
  ///
  /// A power failure may undo this: then the relay looks at the same messages once more.
  ///
  /// - Throws: ``InboxError``.
  public func setPosition(of name: String, to place: Place) throws(InboxError) {
    try inbox.writeWithoutSync { database in
      try database.execute(
        sql: "INSERT OR REPLACE INTO position (name, sequence, time) VALUES (?, ?, ?)",
        arguments: [name, Int64(clamping: place.sequence), place.time])
    }
  }
}
