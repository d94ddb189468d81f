// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

extension Inbox {
  /// The message with that number.
  ///
  /// - Throws: ``InboxError``; it is not an error that there is none.
  public func message(number: Int64) throws(InboxError) -> InboxRecord? {
    try records("WHERE number = ?", [number]).first
  }

  /// The message with that identifier.
  ///
  /// - Throws: ``InboxError``; it is not an error that there is none.
  public func message(id: MessageID) throws(InboxError) -> InboxRecord? {
    try records("WHERE id = ?", [id.data]).first
  }

  /// How far messages have come, in the order of their identifiers given; unknown ones are left out.
  ///
  /// - Throws: ``InboxError``.
  public func progress(of ids: [MessageID]) throws(InboxError) -> [MessageProgress] {
    try read { database in
      let select = try database.cachedStatement(
        sql: "SELECT state, answer, replacedBy IS NOT NULL FROM message WHERE id = ?")
      return try ids.compactMap { id in
        try Row.fetchOne(select, arguments: [id.data]).map { row in
          MessageProgress(
            id: id, state: MessageState(code: row[0]) ?? .stored, answer: row[1],
            isReplaced: row[2])
        }
      }
    }
  }

  /// When the first of the messages expires that nobody was shown; `nil` when none ever does.
  ///
  /// - Throws: ``InboxError``.
  public func nextExpiry() throws(InboxError) -> UnixTime? {
    try read { database in
      try Int64.fetchOne(
        database.cachedStatement(
          sql: """
            SELECT min(expiresAt) FROM message WHERE state = 0 AND expiresAt IS NOT NULL
            """)
      ).map { UnixTime(milliseconds: $0) }
    }
  }

  /// What is still to be shown and not held: the most urgent first, and first what was stored first,
  /// whatever the clock said then.
  ///
  /// - Parameters:
  ///   - limit: How many messages at most. The time it takes depends on this alone.
  ///   - now: What expires up to here is left out; ``expire(now:limit:)`` settles it.
  /// - Throws: ``InboxError``.
  public func unshown(limit: Int, now: UnixTime) throws(InboxError) -> [InboxRecord] {
    try records(
      """
      WHERE state = 0 AND isHeld = 0 AND (expiresAt IS NULL OR expiresAt > ?)
      ORDER BY urgency DESC, number LIMIT ?
      """, [now.milliseconds, limit])
  }

  /// Messages in the order of their arrival, the newest first.
  ///
  /// - Parameters:
  ///   - filter: Which messages.
  ///   - limit: How many at most.
  ///   - position: Where the last page ended: only what arrived before that.
  /// - Throws: ``InboxError``.
  public func list(
    _ filter: InboxFilter = InboxFilter(), limit: Int, before position: InboxPosition? = nil
  ) throws(InboxError) -> [InboxRecord] {
    let (condition, arguments) = filter.condition(before: position)
    let order = "ORDER BY arrivedAt DESC, number DESC LIMIT ?"
    func page(_ states: String) -> String {
      """
      SELECT number FROM
        (SELECT number, arrivedAt FROM message WHERE \(states) AND \(condition) \(order))
      """
    }
    let unread = page("state < 3")
    let all = "\(unread) UNION ALL \(page("state >= 3"))"
    let pages = filter.isUnread ? arguments + [limit] : arguments + [limit] + arguments + [limit]
    return try records(
      "WHERE number IN (\(filter.isUnread ? unread : all)) \(order)", pages + [limit])
  }

  /// Messages in the order of their numbers, for export, and to hear of what is new.
  ///
  /// - Parameters:
  ///   - number: Only those with a greater number; 0 for the beginning.
  ///   - limit: How many at most.
  /// - Throws: ``InboxError``.
  public func messages(after number: Int64, limit: Int) throws(InboxError) -> [InboxRecord] {
    try records("WHERE number > ? ORDER BY number LIMIT ?", [number, limit])
  }

  /// The number of the last change to any message or setting: as long as it stays, nothing is new.
  ///
  /// - Throws: ``InboxError``.
  public func latestChange() throws(InboxError) -> Int64 {
    try read { try Counter($0).change }
  }

  /// How many messages there are.
  ///
  /// - Throws: ``InboxError``.
  public func counts() throws(InboxError) -> InboxCounts {
    try read { database in
      func count(_ rows: String) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM message \(rows)") ?? 0
      }
      return InboxCounts(
        total: try Counter(database).total, unread: try count("WHERE state < 3"),
        unshown: try count("WHERE state = 0 AND isHeld = 0")
          + count("WHERE state = 0 AND isHeld = 1"),
        held: try count("WHERE state = 0 AND isHeld = 1"))
    }
  }

  func records(
    _ rows: String, _ arguments: StatementArguments
  ) throws(InboxError) -> [InboxRecord] {
    try read { database in
      let sql = "SELECT \(InboxRecord.columns) FROM message \(rows)"
      return try Inbox.records(database, sql, arguments)
    }
  }

  static func records(
    _ database: Database, _ sql: String, _ arguments: StatementArguments
  ) throws -> [InboxRecord] {
    let cursor = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
    var records: [InboxRecord] = []
    while let row = try cursor.next() { records.append(try InboxRecord(row: row)) }
    return records
  }
}
