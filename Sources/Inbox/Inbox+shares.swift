// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

extension Inbox {
  /// What each sender has in the inbox.
  ///
  /// The inbox keeps count, so it takes as long as there are senders.
  ///
  /// - Throws: ``InboxError``.
  public func shares() throws(InboxError) -> [InboxShare] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT key, messages, bytes FROM senderShare")
        .compactMap { row in
          SenderKey(text: row[0]).map {
            InboxShare(sender: $0, messageCount: row[1], byteCount: row[2])
          }
        }
    }
  }

  /// Deletes messages that are settled, so that their sender has room for more: those that nobody
  /// read in time or that were taken back, and then those that were read; of each the oldest first.
  ///
  /// - Parameters:
  ///   - sender: Whose messages; `nil` for those of all addresses of the network together.
  ///   - messageCount: How many messages are to go.
  ///   - byteCount: How many bytes are to go with them, as ``Messages/Delivery/storedByteCount``
  ///     counts them.
  ///   - limit: How many messages at most, so that other writers need not wait for long.
  /// - Returns: How many messages were deleted: 0 when none was settled.
  /// - Throws: ``InboxError``. Nothing is deleted then.
  public func forgetSettled(
    of sender: SenderKey?, messageCount: Int, byteCount: Int, limit: Int = 512
  ) throws(InboxError) -> Int {
    let key = SenderKey.expression()
    // Addresses begin with '@', and 'A' is the character behind it.
    let condition = sender == nil ? "\(key) >= '@' AND \(key) < 'A'" : "\(key) = ?"
    let arguments: StatementArguments = sender.map { [$0.text] } ?? []
    let rows = "FROM message WHERE state >= 3 AND \(condition)"
    // To look first costs nothing; to begin a write makes all others wait.
    guard
      try read({ try Int.fetchOne($0, sql: "SELECT 1 \(rows) LIMIT 1", arguments: arguments) })
        != nil
    else { return 0 }
    return try write { database in
      let settled = try Row.fetchAll(
        database,
        sql: """
          SELECT number, \(Delivery.storedByteCountExpression()) FROM message WHERE number IN (
            SELECT number \(rows) ORDER BY state < 5, arrivedAt, number LIMIT ?)
          ORDER BY state < 5, arrivedAt, number
          """, arguments: arguments + [limit])
      let delete = try database.cachedStatement(sql: "DELETE FROM message WHERE number = ?")
      var (messages, bytes) = (0, 0)
      for row in settled where messages < messageCount || bytes < byteCount {
        try delete.execute(arguments: [row[0] as Int64])
        messages += 1
        bytes += row[1]
      }
      return messages
    }
  }

  /// What one sender has in the inbox.
  ///
  /// - Throws: ``InboxError``.
  public func share(of sender: SenderKey) throws(InboxError) -> InboxShare {
    try read { database in
      let row = try Row.fetchOne(
        database, sql: "SELECT messages, bytes FROM senderShare WHERE key = ?",
        arguments: [sender.text])
      return InboxShare(
        sender: sender, messageCount: row?[0] ?? 0, byteCount: row?[1] ?? 0)
    }
  }
}
