// SPDX-License-Identifier: Apache-2.0

import GRDB

extension Inbox {
  /// What nobody has read yet, first what arrived first.
  ///
  /// - Parameter limit: How many messages at most. The time it takes depends on this alone.
  /// - Throws: ``InboxError``.
  public func unread(limit: Int) throws(InboxError) -> [InboxRecord] {
    try read { database in
      try Inbox.records(
        database,
        """
        SELECT \(InboxRecord.columns) FROM message WHERE state < 3
        ORDER BY arrivedAt, number LIMIT ?
        """, [limit])
    }
  }
}
