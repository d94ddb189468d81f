// SPDX-License-Identifier: Apache-2.0

import GRDB
import Messages

extension Inbox {
  /// What each sender has in the inbox that nobody has read.
  ///
  /// It takes as long as there are unread messages: some 50 ms for 100,000.
  ///
  /// - Throws: ``InboxError``.
  public func unreadBySender() throws(InboxError) -> [InboxShare] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT senderID, origin, count(*), sum(length(CAST(text AS BLOB))) FROM message
          WHERE state < 3 GROUP BY senderID, origin
          """
      ).map { row in
        InboxShare(
          sender: row[0], origin: Origin(row[1] as String) ?? .mailslot, messageCount: row[2],
          byteCount: row[3])
      }
    }
  }
}
