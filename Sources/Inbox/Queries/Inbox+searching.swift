// SPDX-License-Identifier: Apache-2.0

import GRDB
import Messages

extension Inbox {
  /// Messages in which all words of a text are found, the newest first.
  ///
  /// Words are looked for in names, title and text, without regard to case and accents; one that
  /// ends in `*` stands for all words that begin so. What was stored since the last search is put
  /// into the index first.
  ///
  /// - Parameters:
  ///   - text: Any text at all; without a letter or a digit in it nothing is found.
  ///   - limit: How many messages at most.
  ///   - number: Only those with a smaller number: the last one of the page before.
  /// - Throws: ``InboxError``.
  public func search(
    _ text: String, limit: Int, before number: Int64 = .max
  ) throws(InboxError) -> [InboxRecord] {
    guard let query = SearchQuery(text) else { return [] }
    do throws(InboxError) {
      while try indexForSearch() {}
    } catch .diskFull {
      // What is in the index can still be found.
    }
    return try read { database in
      try Inbox.records(
        database,
        """
        SELECT \(InboxRecord.columns) FROM messageText
        JOIN message ON message.number = messageText.rowid
        WHERE messageText MATCH ? AND messageText.rowid < ?
        ORDER BY messageText.rowid DESC LIMIT ?
        """, [query.expression, number, limit])
    }
  }

  /// Puts messages into the index for ``search(_:limit:before:)`` that are not in it yet.
  ///
  /// It is not done on arrival, where it would take longer than all the rest. The agent does it
  /// when it has nothing else to do, so that no search has to.
  ///
  /// - Parameter limit: How many messages at most, so that other writers need not wait for long.
  /// - Returns: Whether there are more.
  /// - Throws: ``InboxError``.
  @discardableResult
  public func indexForSearch(limit: Int = 1024) throws(InboxError) -> Bool {
    guard try read({ try Inbox.lastToIndex($0, limit: limit) }) != nil else { return false }
    return try write { database in
      guard let last = try Inbox.lastToIndex(database, limit: limit) else { return false }
      var counter = try Counter(database)
      try database.cachedStatement(
        sql: """
          INSERT INTO messageText (rowid, fromName, senderName, toName, title, text)
          SELECT number, fromName, senderName, toName, title, text FROM message
          WHERE number > ? AND number <= ? ORDER BY number
          """
      ).execute(arguments: [counter.indexed, last])
      counter.indexed = last
      try counter.save(database)
      return try Inbox.lastToIndex(database, limit: 1) != nil
    }
  }

  /// The last of the next messages that are to be put into the index.
  private static func lastToIndex(_ database: Database, limit: Int) throws -> Int64? {
    try Int64.fetchOne(
      database.cachedStatement(
        sql: """
          SELECT max(number) FROM (
            SELECT number FROM message WHERE number > (SELECT indexed FROM counter)
            ORDER BY number LIMIT ?)
          """), arguments: [limit])
  }
}
