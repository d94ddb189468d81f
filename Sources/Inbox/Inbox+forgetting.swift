// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

extension Inbox {
  /// Deletes messages for good.
  ///
  /// - Parameters:
  ///   - numbers: The messages.
  ///   - includingUnread: Whether unread ones are deleted too.
  /// - Returns: The numbers of those that were there and are gone.
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

  /// Deletes messages that a filter lets through.
  ///
  /// - Parameters:
  ///   - filter: Which messages. One for unread messages finds none without `includingUnread`.
  ///   - includingUnread: Whether unread ones are deleted too.
  ///   - limit: How many at most, so that other writers need not wait for long.
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

  /// Deletes some of the messages that are too old or too many.
  ///
  /// - Parameters:
  ///   - retention: How long messages are kept.
  ///   - now: The time from which their age is counted.
  ///   - limit: How many at most, so that other writers need not wait for long.
  /// - Returns: How many were deleted. `limit` of them mean that more may have to go.
  /// - Throws: ``InboxError``.
  public func prune(
    _ retention: InboxRetention, now: UnixTime, limit: Int = 512
  ) throws(InboxError) -> Int {
    let oldest = now.advanced(bySeconds: -retention.maximumAge)
    let includesUnread = retention.includesUnread
    let aged = try forget(
      InboxFilter(until: oldest), includingUnread: includesUnread, limit: limit)
    let excess = try min(read { try Counter($0).total } - retention.maximumCount, limit - aged)
    guard excess > 0 else { return aged }
    return try aged + forget(InboxFilter(), includingUnread: includesUnread, limit: excess)
  }

  private func delete(
    _ condition: String, _ arguments: StatementArguments, _ limit: Int
  ) throws(InboxError) -> Int {
    // To look first costs nothing; to begin a write makes everybody else wait.
    let rows = "FROM message WHERE \(condition)"
    guard
      try read({ try Int.fetchOne($0, sql: "SELECT 1 \(rows) LIMIT 1", arguments: arguments) })
        != nil
    else { return 0 }
    return try write { database in
      try database.execute(
        sql: """
          DELETE FROM message WHERE number IN (
            SELECT number \(rows) ORDER BY arrivedAt, number LIMIT ?)
          """, arguments: arguments + [limit])
      return database.changesCount
    }
  }
}
