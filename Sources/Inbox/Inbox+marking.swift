// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

extension Inbox {
  /// Takes messages to a further state, in one transaction.
  ///
  /// Messages only go forward: a shown message can become read, but a read one cannot become shown.
  ///
  /// - Parameters:
  ///   - numbers: The messages.
  ///   - state: The new state.
  ///   - time: When they came to it.
  ///   - answer: The answer, where the state is `answered`; ignored elsewhere.
  ///   - question: The popup in which one of them is shown as a question.
  /// - Returns: One outcome for each number, in their order.
  /// - Throws: ``InboxError``. Nothing is changed then.
  public func mark(
    _ numbers: [Int64], as state: MessageState, at time: UnixTime, answer: String? = nil,
    question: QuestionRecord? = nil
  ) throws(InboxError) -> [MarkOutcome] {
    guard !numbers.isEmpty else { return [] }
    return try write { database in
      var counter = try Counter(database)
      let outcomes = try numbers.map { number in
        let select = try database.cachedStatement(sql: "SELECT state FROM message WHERE number = ?")
        guard let code = try Int.fetchOne(select, arguments: [number]) else {
          return MarkOutcome.missing
        }
        return try Inbox.mark(number, code, as: state, at: time, answer, database, &counter)
      }
      if let question { try Inbox.note(question, at: time, database) }
      try counter.save(database)
      return outcomes
    }
  }

  /// Marks messages as expired that were not shown in time.
  ///
  /// - Parameters:
  ///   - now: Messages that expire at this time or before it have expired.
  ///   - limit: How many messages at most; the next call continues.
  /// - Returns: The numbers of the messages.
  /// - Throws: ``InboxError``.
  public func expire(now: UnixTime, limit: Int = 512) throws(InboxError) -> [Int64] {
    let expired = try read { database in
      try Int64.fetchAll(
        database.cachedStatement(
          sql: """
            SELECT number FROM message WHERE state = 0 AND expiresAt IS NOT NULL AND expiresAt <= ?
            ORDER BY expiresAt LIMIT ?
            """), arguments: [now.milliseconds, limit])
    }
    return try zip(expired, mark(expired, as: .expired, at: now))
      .filter { $1.isChanged }.map { $0.0 }
  }

  /// Holds messages back: they are not shown until ``release(_:)``.
  ///
  /// - Throws: ``InboxError``. Nothing is changed then.
  public func hold(_ numbers: [Int64]) throws(InboxError) {
    try setHeld(true, numbers)
  }

  /// Releases messages that were held back.
  ///
  /// - Throws: ``InboxError``. Nothing is changed then.
  public func release(_ numbers: [Int64]) throws(InboxError) {
    try setHeld(false, numbers)
  }

  private func setHeld(_ isHeld: Bool, _ numbers: [Int64]) throws(InboxError) {
    guard !numbers.isEmpty else { return }
    try write { database in
      let update = try database.cachedStatement(
        sql: "UPDATE message SET isHeld = ? WHERE number = ?")
      for number in numbers { try update.execute(arguments: [isHeld, number]) }
    }
  }

  /// Retracts a message on behalf of an author, and stores which message replaces it.
  static func retract(
    _ id: MessageID, by author: SenderKey.Author, at time: UnixTime,
    replacedBy replacement: Int64?, _ database: Database, _ counter: inout Counter
  ) throws -> MarkOutcome {
    let select = try database.cachedStatement(
      sql: "SELECT number, state, senderID, origin FROM message WHERE id = ?")
    guard let row = try Row.fetchOne(select, arguments: [id.data]) else { return .missing }
    let other = SenderKey.Author(userID: row[2], origin: Origin(row[3] as String) ?? .mailslot)
    guard author.mayRetract(messageOf: other) else { return .notPermitted }
    let number: Int64 = row[0]
    guard number != replacement else { return .missing }
    if let replacement {
      try database.cachedStatement(
        sql: "UPDATE message SET replacedBy = ?, change = ? WHERE number = ?"
      ).execute(arguments: [replacement, counter.nextChange(), number])
    }
    return try mark(number, row[1], as: .retracted, at: time, nil, database, &counter)
  }

  /// Takes one message from the state with a code to another state, if it can go there.
  static func mark(
    _ number: Int64, _ code: Int, as next: MessageState, at time: UnixTime, _ answer: String?,
    _ database: Database, _ counter: inout Counter
  ) throws -> MarkOutcome {
    guard let state = MessageState(code: code) else {
      throw DatabaseError(resultCode: .SQLITE_CORRUPT)
    }
    guard state.canBecome(next) else { return .unchanged(number: number, state) }
    let now = time.milliseconds
    try database.cachedStatement(
      sql: """
        UPDATE message SET state = ?, stateAt = ?, shownAt = coalesce(shownAt, ?),
          readAt = coalesce(readAt, ?), answer = ?, change = ? WHERE number = ?
        """
    ).execute(arguments: [
      next.code, now, next.hasReached(.shown) ? now : nil, next.hasReached(.read) ? now : nil,
      next == .answered ? answer : nil, counter.nextChange(), number,
    ])
    return .changed(number: number, from: state)
  }
}
