// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

extension Inbox {
  /// How much of an inbox one sender uses, with messages in every state.
  public struct Share: Equatable, Sendable {
    /// The sender.
    public let sender: SenderKey

    /// How many messages.
    public let messageCount: Int

    /// How many bytes they have together, as `Delivery.storedByteCount` counts them.
    public let byteCount: Int
  }

  /// How much of the inbox each sender uses.
  ///
  /// Triggers of the database keep the sums, so the time it takes depends on the number of senders.
  ///
  /// - Throws: ``InboxError``.
  public func shares() throws(InboxError) -> [Share] {
    try read { database in
      try Row.fetchAll(database, sql: "SELECT key, messages, bytes FROM senderShare")
        .compactMap { row in
          SenderKey(text: row[0]).map {
            Share(sender: $0, messageCount: row[1], byteCount: row[2])
          }
        }
    }
  }

  /// How much of the inbox one sender uses.
  ///
  /// - Throws: ``InboxError``.
  public func share(of sender: SenderKey) throws(InboxError) -> Share {
    try read { database in
      let row = try Row.fetchOne(
        database, sql: "SELECT messages, bytes FROM senderShare WHERE key = ?",
        arguments: [sender.text])
      return Share(sender: sender, messageCount: row?[0] ?? 0, byteCount: row?[1] ?? 0)
    }
  }
}
