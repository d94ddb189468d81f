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
    try inbox.write { database in
      for number in numbers {
        try database.execute(sql: "DELETE FROM report WHERE number = ?", arguments: [number])
      }
    }
  }

  // MARK: Positions

  /// The last place in the stream up to which the relay has delivered what a name stands for; 0 at first.
  ///
  /// - Throws: ``InboxError``.
  public func position(of name: String) throws(InboxError) -> UInt64 {
    try inbox.read { database in
      let sequence = try Int64.fetchOne(
        database, sql: "SELECT sequence FROM position WHERE name = ?", arguments: [name])
      return UInt64(clamping: sequence ?? 0)
    }
  }

  /// Notes a place; an earlier one changes nothing.
  ///
  /// - Throws: ``InboxError``.
  public func setPosition(of name: String, to sequence: UInt64) throws(InboxError) {
    try inbox.write { database in
      try database.execute(
        sql: """
          INSERT INTO position (name, sequence) VALUES (?1, ?2)
          ON CONFLICT (name) DO UPDATE SET sequence = max(sequence, ?2)
          """, arguments: [name, Int64(clamping: sequence)])
    }
  }
}
