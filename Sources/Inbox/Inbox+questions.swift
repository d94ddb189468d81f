// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

extension Inbox {
  /// The questions that were shown, that the user has neither answered nor closed, and for whose answers
  /// the senders still wait, in the order in which they were stored.
  ///
  /// - Parameters:
  ///   - now: The time.
  ///   - limit: How many questions at most: the newest ones.
  /// - Throws: ``InboxError``.
  public func openQuestions(
    now: UnixTime, limit: Int = 100
  ) throws(InboxError) -> [(message: InboxRecord, popup: QuestionRecord)] {
    try read { database in
      let popups = try Row.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT message, server, popup, endsAt FROM question WHERE endsAt > ?
            ORDER BY message DESC LIMIT ?
            """), arguments: [now.milliseconds, limit])
      return try popups.reversed().flatMap { row in
        let popup = QuestionRecord(
          number: row[0], server: row[1], popup: row[2], end: UnixTime(milliseconds: row[3]))
        return try Inbox.records(
          database, "SELECT \(MessageColumn.selection) FROM message WHERE number = ?",
          [popup.number]
        ).map { ($0, popup) }
      }
    }
  }

  /// Notes in which popup a question is shown, unless the user has answered or closed it.
  ///
  /// Questions for whose answers no sender waits any more are forgotten.
  static func note(_ popup: QuestionRecord, at now: UnixTime, _ database: Database) throws {
    try database.execute(
      sql: "DELETE FROM question WHERE endsAt <= ?", arguments: [now.milliseconds])
    try database.execute(
      sql: """
        INSERT OR REPLACE INTO question (message, server, popup, endsAt)
        SELECT number, ?, ?, ? FROM message WHERE number = ? AND state IN (1, 3)
        """,
      arguments: [popup.server, Int64(popup.popup), popup.end.milliseconds, popup.number])
  }
}
