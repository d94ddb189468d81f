// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

extension Inbox {
  /// Delivers the messages that have waited for the time that their senders gave.
  ///
  /// From then on such a message is as one that has just arrived: it is unread, its arrival is `now`, and
  /// it takes the place of the message that it replaces.
  ///
  /// - Parameters:
  ///   - now: Messages with this time or an earlier one are delivered.
  ///   - limit: How many messages at most; the next call continues.
  /// - Returns: The numbers of the messages.
  /// - Throws: ``InboxError``. Nothing is changed then.
  public func deliverWaiting(now: UnixTime, limit: Int = 512) throws(InboxError) -> [Int64] {
    // A read is cheap, while a write makes all other writers wait.
    let due = try records(
      "WHERE dueAt IS NOT NULL AND dueAt <= ? ORDER BY dueAt, number LIMIT ?",
      [now.milliseconds, limit])
    guard !due.isEmpty else { return [] }
    return try write { database in
      var counter = try Counter(database)
      let numbers = try due.filter { record in
        // What the sender waits for ends when it would have ended without this.
        try database.cachedStatement(
          sql: """
            UPDATE message SET isHeld = 0, dueAt = NULL, arrivedAt = ?1, stateAt = ?1, change = ?2,
              waits = max(waits - (?1 - arrivedAt) / 1000, 0) WHERE number = ?3 AND dueAt IS NOT NULL
            """
        ).execute(arguments: [now.milliseconds, counter.change + 1, record.number])
        guard database.changesCount > 0 else { return false }
        _ = counter.nextChange()
        try Inbox.replace(by: record, at: now, database, &counter)
        return true
      }.map(\.number)
      try counter.save(database)
      return numbers
    }
  }

  /// The numbers of the messages that wait for the time that their senders gave.
  ///
  /// - Throws: ``InboxError``.
  public func waiting() throws(InboxError) -> [Int64] {
    try read { database in
      try Int64.fetchAll(
        database.cachedStatement(sql: "SELECT number FROM message WHERE dueAt IS NOT NULL"))
    }
  }

  private static func replace(
    by record: InboxRecord, at now: UnixTime, _ database: Database, _ counter: inout Counter
  ) throws {
    let delivery = record.delivery
    let author = SenderKey.Author(userID: delivery.sender, origin: delivery.origin)
    guard let id = delivery.message.attributes.replaces,
      let replaced = try ReplacedMessage(id, of: author, database), replaced.id != delivery.id
    else { return }
    _ = try Inbox.retract(
      replaced.id, by: author, at: now, replacedBy: record.number, database, &counter)
    try replaced.note(record.number, database)
    if replaced.id != id {
      try database.execute(
        sql: "UPDATE message SET replaces = ? WHERE number = ?",
        arguments: [replaced.id.data, record.number])
    }
  }
}
