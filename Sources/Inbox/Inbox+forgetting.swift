// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

extension Inbox {
  /// Deletes messages permanently.
  ///
  /// - Parameters:
  ///   - numbers: The messages.
  ///   - includingUnread: Whether unread ones are deleted too.
  /// - Returns: The numbers of the messages that were deleted.
  /// - Throws: ``InboxError``. Nothing is deleted then.
  public func forget(
    _ numbers: [Int64], includingUnread: Bool = false
  ) throws(InboxError) -> [Int64] {
    try write { database in
      let delete = try database.cachedStatement(
        sql: "DELETE FROM message WHERE number = ? AND (state >= 3 OR ?)")
      return try numbers.filter { number in
        try delete.execute(arguments: [number, includingUnread])
        return database.changesCount > 0
      }
    }
  }

  /// Deletes messages that match a filter.
  ///
  /// - Parameters:
  ///   - filter: Which messages. A filter for unread messages finds none without `includingUnread`.
  ///   - includingUnread: Whether unread ones are deleted too.
  ///   - limit: How many messages at most, so that other writers wait only briefly.
  /// - Returns: How many were deleted. Fewer than `limit` mean that none is left.
  /// - Throws: ``InboxError``.
  public func forget(
    _ filter: InboxFilter, includingUnread: Bool = false, limit: Int = 512
  ) throws(InboxError) -> Int {
    let (condition, arguments) = filter.condition()
    var count = 0
    if !filter.isUnread { count += try delete("state >= 3 AND \(condition)", arguments, limit) }
    guard includingUnread, count < limit else { return count }
    return try count + delete("state < 3 AND \(condition)", arguments, limit - count)
  }

  /// How long messages are kept.
  public struct Retention: Equatable, Sendable {
    /// The age in seconds from which a message is deleted.
    var maximumAge: Int64

    /// The number of messages above which the oldest are deleted.
    var maximumCount: Int

    /// Whether unread messages are deleted too.
    var includesUnread: Bool

    /// Creates a rule: a year, a million messages, and all unread ones, if nothing else is given.
    public init(
      maximumAge: Int64 = 365 * 86_400, maximumCount: Int = 1_000_000, includesUnread: Bool = false
    ) {
      self.maximumAge = maximumAge
      self.maximumCount = maximumCount
      self.includesUnread = includesUnread
    }
  }

  /// Deletes messages that are too old, and the oldest of too many.
  ///
  /// - Parameters:
  ///   - retention: How long messages are kept.
  ///   - now: The time from which their age is counted.
  ///   - limit: How many messages at most, so that other writers wait only briefly.
  /// - Returns: How many were deleted. `limit` of them mean that there may be more to delete.
  /// - Throws: ``InboxError``.
  public func prune(
    _ retention: Retention, now: UnixTime, limit: Int = 512
  ) throws(InboxError) -> Int {
    let oldest = now.advanced(bySeconds: -retention.maximumAge)
    let includesUnread = retention.includesUnread
    let aged = try forget(
      InboxFilter(until: oldest), includingUnread: includesUnread, limit: limit)
    let excess = try min(read { try Counter($0).total } - retention.maximumCount, limit - aged)
    guard excess > 0 else { return aged }
    return try aged + forget(InboxFilter(), includingUnread: includesUnread, limit: excess)
  }

  /// Deletes settled messages to make room for new ones of the same sender: first those that expired or
  /// were retracted, then those that were read; of each the oldest first.
  ///
  /// - Parameters:
  ///   - sender: The sender of the messages; `nil` for all addresses of the network together.
  ///   - messageCount: How many messages to delete.
  ///   - byteCount: How many bytes to delete with them, as `Delivery.storedByteCount`
  ///     counts them.
  ///   - limit: How many messages at most, so that other writers wait only briefly.
  /// - Returns: How many messages were deleted: 0 when none was settled.
  /// - Throws: ``InboxError``. Nothing is deleted then.
  public func forgetSettled(
    of sender: SenderKey?, messageCount: Int, byteCount: Int, limit: Int = 512
  ) throws(InboxError) -> Int {
    let key = SenderKey.expression()
    // Addresses begin with '@', and 'A' is the next character.
    let condition = sender == nil ? "\(key) >= '@' AND \(key) < 'A'" : "\(key) = ?"
    let arguments: StatementArguments = sender.map { [$0.text] } ?? []
    let rows = "FROM message WHERE state >= 3 AND \(condition)"
    guard try hasRow(rows, arguments) else { return 0 }
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

  private func delete(
    _ condition: String, _ arguments: StatementArguments, _ limit: Int
  ) throws(InboxError) -> Int {
    let rows = "FROM message WHERE \(condition)"
    guard try hasRow(rows, arguments) else { return 0 }
    return try write { database in
      try database.execute(
        sql: """
          DELETE FROM message WHERE number IN (
            SELECT number \(rows) ORDER BY arrivedAt, number LIMIT ?)
          """, arguments: arguments + [limit])
      return database.changesCount
    }
  }

  /// Whether there is something to delete: a read is cheap, while a write makes all other writers wait.
  private func hasRow(
    _ rows: String, _ arguments: StatementArguments
  ) throws(InboxError) -> Bool {
    try read { try Int.fetchOne($0, sql: "SELECT 1 \(rows) LIMIT 1", arguments: arguments) } != nil
  }
}
