// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

extension Inbox {
  /// Keeps messages from being shown, until they are released: nobody is to be disturbed now.
  ///
  /// - Throws: ``InboxError``. Nothing is changed then.
  public func hold(_ numbers: [Int64]) throws(InboxError) {
    try setHeld(true, numbers)
  }

  /// Lets messages be shown that were held.
  ///
  /// - Throws: ``InboxError``. Nothing is changed then.
  public func release(_ numbers: [Int64]) throws(InboxError) {
    try setHeld(false, numbers)
  }

  /// What is held and has not expired, first what was stored first.
  ///
  /// - Parameters:
  ///   - number: Only messages with a greater number; 0 for the beginning.
  ///   - limit: How many messages at most.
  ///   - now: What expires up to here is left out.
  /// - Throws: ``InboxError``.
  public func held(
    after number: Int64 = 0, limit: Int, now: UnixTime
  ) throws(InboxError) -> [InboxRecord] {
    try records(
      """
      WHERE state = 0 AND isHeld = 1 AND number > ? AND (expiresAt IS NULL OR expiresAt > ?)
      ORDER BY number LIMIT ?
      """, [number, now.milliseconds, limit])
  }

  private func setHeld(_ isHeld: Bool, _ numbers: [Int64]) throws(InboxError) {
    guard !numbers.isEmpty else { return }
    try write { database in
      let update = try database.cachedStatement(
        sql: "UPDATE message SET isHeld = ? WHERE number = ?")
      for number in numbers { try update.execute(arguments: [isHeld, number]) }
    }
  }
}
