// SPDX-License-Identifier: Apache-2.0

import GRDB
import Messages

extension Inbox {
  /// Messages that contain all words of a text, the newest first.
  ///
  /// Names, title and text are searched; case and accents do not matter. A word that ends in `*` finds
  /// all words that begin with it. Messages that are not in the index yet are added to it first.
  ///
  /// - Parameters:
  ///   - text: Any text; without a letter or a digit in it nothing is found.
  ///   - filter: Which messages.
  ///   - limit: How many messages at most.
  ///   - number: Only messages with a smaller number: the last one of the page before.
  /// - Throws: ``InboxError``.
  public func search(
    _ text: String, _ filter: InboxFilter = InboxFilter(), limit: Int, before number: Int64 = .max
  ) throws(InboxError) -> [InboxRecord] {
    guard let query = SearchQuery(text) else { return [] }
    do throws(InboxError) {
      while try indexForSearch() {}
    } catch .diskFull {
      // The messages in the index can still be found.
    }
    let (condition, arguments) = filter.condition()
    return try read { database in
      try Inbox.records(
        database,
        """
        SELECT \(MessageColumn.selection) FROM messageText
        JOIN message ON message.number = messageText.rowid
        WHERE messageText MATCH ? AND messageText.rowid < ? AND \(condition)
          \(filter.isUnread ? "AND message.state < 3" : "")
        ORDER BY messageText.rowid DESC LIMIT ?
        """, [query.expression, number] + arguments + [limit])
    }
  }

  /// Adds messages to the index for ``search(_:limit:before:)`` that are not in it yet.
  ///
  /// This is not done on arrival, where it would take longer than everything else together. The agent
  /// does it when it has nothing else to do, so that a search finds an index that is complete.
  ///
  /// - Parameter limit: How many messages at most, so that other writers wait only briefly.
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

  /// The last of the next messages that have to be added to the index.
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
