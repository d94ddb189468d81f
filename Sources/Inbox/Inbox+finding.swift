// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

extension Inbox {
  /// The message with that number; `nil` if there is none.
  ///
  /// - Throws: ``InboxError``.
  public func message(number: Int64) throws(InboxError) -> InboxRecord? {
    try records("WHERE number = ?", [number]).first
  }

  /// The message with that identifier; `nil` if there is none.
  ///
  /// - Throws: ``InboxError``.
  public func message(id: MessageID) throws(InboxError) -> InboxRecord? {
    try records("WHERE id = ?", [id.data]).first
  }

  /// How far messages have come, in the order of the identifiers; unknown ones are left out.
  ///
  /// - Throws: ``InboxError``.
  public func progress(of ids: [MessageID]) throws(InboxError) -> [InboxRecord.Progress] {
    try read { database in
      let select = try database.cachedStatement(
        sql: "SELECT state, answer, replacedBy IS NOT NULL FROM message WHERE id = ?")
      return try ids.compactMap { id in
        try Row.fetchOne(select, arguments: [id.data]).map { row in
          InboxRecord.Progress(
            id: id, state: MessageState(code: row[0]) ?? .stored, answer: row[1],
            isReplaced: row[2])
        }
      }
    }
  }

  /// When the time alone changes a message; `nil` when it changes none.
  ///
  /// Then one that was not shown yet expires, or one that waits is to be delivered.
  ///
  /// - Throws: ``InboxError``.
  public func nextChangeTime() throws(InboxError) -> UnixTime? {
    try read { database in
      let times = try [
        "SELECT min(expiresAt) FROM message WHERE state = 0 AND expiresAt IS NOT NULL",
        "SELECT min(dueAt) FROM message WHERE dueAt IS NOT NULL",
      ].compactMap { try Int64.fetchOne(database.cachedStatement(sql: $0)) }
      return times.min().map { UnixTime(milliseconds: $0) }
    }
  }

  /// Messages that were not shown yet and are not held back: the most urgent first, and then in the
  /// order in which they were stored.
  ///
  /// - Parameters:
  ///   - limit: How many messages at most. The time it takes depends on this alone.
  ///   - now: Messages that expire at this time or before it are left out; ``expire(now:limit:)``
  ///     marks them.
  /// - Throws: ``InboxError``.
  public func unshown(limit: Int, now: UnixTime) throws(InboxError) -> [InboxRecord] {
    try records(
      """
      WHERE state = 0 AND isHeld = 0 AND (expiresAt IS NULL OR expiresAt > ?)
      ORDER BY urgency DESC, number LIMIT ?
      """, [now.milliseconds, limit])
  }

  /// Messages that are held back and have not expired, in the order in which they were stored.
  ///
  /// - Parameters:
  ///   - number: Only messages with a greater number; 0 for the beginning.
  ///   - limit: How many messages at most.
  ///   - now: Messages that expire at this time or before it are left out.
  /// - Throws: ``InboxError``.
  public func held(
    after number: Int64 = 0, limit: Int, now: UnixTime
  ) throws(InboxError) -> [InboxRecord] {
    try records(
      """
      WHERE state = 0 AND isHeld = 1 AND number > ? AND (expiresAt IS NULL OR expiresAt > ?)
        AND dueAt IS NULL
      ORDER BY number LIMIT ?
      """, [number, now.milliseconds, limit])
  }

  /// Unread messages, the oldest first, without those that wait for a later time.
  ///
  /// - Parameters:
  ///   - filter: Which of them; ``InboxFilter/isUnread`` makes no difference.
  ///   - limit: How many messages at most. Without a filter, the time it takes depends on this alone.
  /// - Throws: ``InboxError``.
  public func unread(
    _ filter: InboxFilter = InboxFilter(), limit: Int
  ) throws(InboxError) -> [InboxRecord] {
    let (condition, arguments) = filter.condition()
    return try records(
      "WHERE state < 3 AND dueAt IS NULL AND \(condition) ORDER BY arrivedAt, number LIMIT ?",
      arguments + [limit])
  }

  /// Messages in the order of their arrival, the newest first.
  ///
  /// - Parameters:
  ///   - filter: Which messages.
  ///   - limit: How many messages at most.
  ///   - position: The last message of the page before: only messages that arrived earlier.
  /// - Throws: ``InboxError``.
  public func list(
    _ filter: InboxFilter = InboxFilter(), limit: Int, before position: InboxRecord.Position? = nil
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

  /// Messages in the order of their numbers, for an export or to find new ones.
  ///
  /// - Parameters:
  ///   - number: Only messages with a greater number; 0 for the beginning.
  ///   - limit: How many messages at most.
  /// - Throws: ``InboxError``.
  public func messages(after number: Int64, limit: Int) throws(InboxError) -> [InboxRecord] {
    try records("WHERE number > ? ORDER BY number LIMIT ?", [number, limit])
  }

  /// How many messages there are.
  ///
  /// - Throws: ``InboxError``.
  public func counts() throws(InboxError) -> Counts {
    try read { database in
      func count(_ rows: String) throws -> Int {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM message \(rows)") ?? 0
      }
      let waiting = try count("WHERE dueAt IS NOT NULL")
      let held = try count("WHERE state = 0 AND isHeld = 1") - waiting
      return Counts(
        total: try Counter(database).total, unread: try count("WHERE state < 3") - waiting,
        unshown: try count("WHERE state = 0 AND isHeld = 0") + held, held: held,
        waiting: waiting)
    }
  }

  /// How many messages there are.
  public struct Counts: Equatable, Sendable {
    /// All in the inbox.
    public let total: Int

    /// The unread ones.
    public let unread: Int

    /// Those that were not shown yet.
    public let unshown: Int

    /// Those of the unshown that are held back, because of do-not-disturb for example.
    public let held: Int

    /// Those that wait for the time that their senders gave; they count in ``total`` only.
    public let waiting: Int
  }

  func records(
    _ rows: String, _ arguments: StatementArguments
  ) throws(InboxError) -> [InboxRecord] {
    try read { database in
      try Inbox.records(
        database, "SELECT \(MessageColumn.selection) FROM message \(rows)", arguments)
    }
  }

  /// The records in the rows of ``MessageColumn/selection`` that a query finds.
  static func records(
    _ database: Database, _ sql: String, _ arguments: StatementArguments
  ) throws -> [InboxRecord] {
    let cursor = try Row.fetchCursor(database.cachedStatement(sql: sql), arguments: arguments)
    var records: [InboxRecord] = []
    while let row = try cursor.next() { records.append(try InboxRecord(row: row)) }
    return records
  }
}
