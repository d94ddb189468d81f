// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
public import Messages

extension Outbox {
  /// What the outbox has for the servers of the realm.
  public struct Next: Equatable, Sendable {
    /// Messages that no server has yet, in the order in which they were stored.
    public var unsent: [InboxRecord] = []

    /// The messages that have expired since the last call.
    public var expired: [MessageID] = []

    /// When the first of the messages expires that no server has yet.
    public var expiry: UnixTime?
  }

  /// What the outbox has for the servers; messages that no server has got in time are marked as expired.
  ///
  /// - Parameters:
  ///   - number: Only messages with a greater number.
  ///   - limit: How many messages at most.
  ///   - now: The messages that expire at this time or before it have expired.
  ///   - underway: The numbers of messages that servers may have already: they do not expire here.
  /// - Throws: ``InboxError``.
  public func next(
    after number: Int64 = 0, limit: Int, now: UnixTime, underway: Set<Int64> = []
  ) throws(InboxError) -> Next {
    var next = Next()
    let overdue = try inbox.read { database in
      // A message that was retracted before it went anywhere stays here.
      if limit > 0 {
        next.unsent = try Inbox.records(
          database,
          """
          SELECT \(MessageColumn.selection) FROM message
          JOIN (SELECT number AS queued FROM transfer WHERE state = -2 AND number > ?)
            ON queued = number
          WHERE state NOT IN (5, 6) AND (expiresAt IS NULL OR expiresAt > ?)
          ORDER BY queued LIMIT ?
          """, [number, now.milliseconds, limit])
      }
      let expiring =
        "SELECT number, expiresAt FROM transfer WHERE state = -2 AND expiresAt IS NOT NULL"
      next.expiry = try Row.fetchOne(
        database.cachedStatement(sql: "\(expiring) AND expiresAt > ? ORDER BY expiresAt"),
        arguments: [now.milliseconds]
      ).map { UnixTime(milliseconds: $0[1]) }
      return try Int64.fetchAll(
        database.cachedStatement(sql: "\(expiring) AND expiresAt <= ?"),
        arguments: [now.milliseconds]
      ).filter { !underway.contains($0) }
    }
    if !overdue.isEmpty { next.expired = try expire(overdue, at: now) }
    return next
  }

  /// How many messages no server has yet.
  ///
  /// - Throws: ``InboxError``.
  public func unsentCount() throws(InboxError) -> Int {
    try inbox.read { database in
      try Int.fetchOne(database, sql: "SELECT count(*) FROM transfer WHERE state = -2") ?? 0
    }
  }

  /// Whether there is a message that no server has yet.
  ///
  /// - Throws: ``InboxError``.
  public func hasUnsent() throws(InboxError) -> Bool {
    try inbox.read { database in
      try Bool.fetchOne(
        database, sql: "SELECT EXISTS (SELECT 1 FROM transfer WHERE state = -2)") ?? false
    }
  }

  /// Notes that the servers keep messages.
  ///
  /// A power failure may undo this. Then the messages go to the servers once more, and no reader gets one twice.
  ///
  /// - Parameter places: The numbers of the messages, and their places in the stream.
  /// - Throws: ``InboxError``.
  public func noteKept(_ places: [(number: Int64, sequence: UInt64)]) throws(InboxError) {
    guard !places.isEmpty else { return }
    try inbox.writeWithoutSync { database in
      let update = try database.cachedStatement(
        sql: "UPDATE transfer SET sequence = ?, state = max(state, -1) WHERE number = ?")
      for (number, sequence) in places {
        try update.execute(arguments: [Int64(clamping: sequence), number])
      }
    }
  }

  /// Notes that no machine will get a message, and why.
  ///
  /// - Throws: ``InboxError``.
  public func noteRefused(_ number: Int64, _ code: Win32Error) throws(InboxError) {
    try inbox.writeWithoutSync { database in
      try database.execute(
        sql: "UPDATE transfer SET state = max(state, 0), refusal = ? WHERE number = ?",
        arguments: [code.rawValue, number])
    }
  }

  /// Notes what machines of recipients report about messages; a message only goes forward.
  ///
  /// A power failure may undo this. The stream still has the report then, because the position in it, which is
  /// written later, is undone too.
  ///
  /// - Parameter reports: The users who report, and what; other recipients' messages are left alone.
  /// - Returns: The entries that were news.
  /// - Throws: ``InboxError``. Nothing is noted then.
  public func note(
    _ reports: [(reader: String, states: StateReport)]
  ) throws(InboxError) -> [StateReport.Entry] {
    guard !reports.isEmpty else { return [] }
    return try inbox.writeWithoutSync { database in
      let select = try database.cachedStatement(
        sql: """
          SELECT transfer.number, transfer.state, message.toName
          FROM message JOIN transfer ON transfer.number = message.number WHERE message.id = ?
          """)
      let update = try database.cachedStatement(
        sql: "UPDATE transfer SET state = ?, answer = ?, refusal = ? WHERE number = ?")
      return try reports.flatMap { reader, states in
        try states.entries.filter { entry in
          guard let row = try Row.fetchOne(select, arguments: [entry.id.data]),
            Outbox.isRecipient(reader, of: row[2])
          else { return false }
          let (number, known): (Int64, Int) = (row[0], row[1])
          let (code, answer, refusal) = entry.columns
          // A reader's machine can only say what happened since the message was there.
          guard known < code, code >= 0 else { return false }
          try update.execute(arguments: [code, answer, refusal, number])
          return true
        }
      }
    }
  }

  /// Whether a user is whom a recipient names: `ann` for `ann@lab`; each user for `*@lab`.
  private static func isRecipient(_ user: String, of recipient: String) -> Bool {
    let name = recipient.prefix { $0 != "@" }
    return name == "*" || name.lowercased() == user.lowercased()
  }

  /// How far messages have come, without the unknown ones.
  ///
  /// One that was refused, or has expired here, has come no further than queued.
  ///
  /// - Throws: ``InboxError``.
  public func progress(of ids: [MessageID]) throws(InboxError) -> [InboxRecord.Progress] {
    try inbox.read { database in
      let select = try database.cachedStatement(
        sql: """
          SELECT transfer.state, transfer.answer, message.replacedBy IS NOT NULL, message.state, refusal
          FROM message JOIN transfer ON transfer.number = message.number WHERE message.id = ?
          """)
      return try ids.compactMap { id in
        try Row.fetchOne(select, arguments: [id.data]).map { row in
          let refusal = (row[4] as Int?).map(Win32Error.init(rawValue:))
          if let refusal {
            return InboxRecord.Progress(
              id: id, state: .queued, answer: nil, isReplaced: row[2], refusal: refusal)
          }
          let state = MessageState(transferCode: row[0])
          // A message that has not left this machine can still be retracted, or expire, here.
          let own = MessageState(code: row[3])
          let isOver = state == .queued && (own == .retracted || own == .expired)
          return InboxRecord.Progress(
            id: id, state: isOver ? own ?? state : state, answer: row[1], isReplaced: row[2])
        }
      }
    }
  }

  /// The messages that servers keep and no reader has reported, in the order of their places.
  ///
  /// - Throws: ``InboxError``.
  public func unconfirmed() throws(InboxError) -> [Unconfirmed] {
    try inbox.read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT transfer.number, message.id, sequence
          FROM transfer JOIN message ON message.number = transfer.number
          WHERE transfer.state = -1 AND sequence IS NOT NULL ORDER BY sequence
          """
      ).compactMap { row in
        MessageID(data: row[1]).map {
          Unconfirmed(number: row[0], id: $0, sequence: UInt64(clamping: row[2] as Int64))
        }
      }
    }
  }

  /// Queues messages again that the servers have lost.
  ///
  /// - Throws: ``InboxError``.
  public func queueAgain(_ numbers: [Int64]) throws(InboxError) {
    try inbox.write { database in
      for number in numbers {
        try database.execute(
          sql: "UPDATE transfer SET state = -2, sequence = NULL WHERE number = ? AND state = -1",
          arguments: [number])
      }
    }
  }

  /// Marks messages as expired.
  private func expire(_ numbers: [Int64], at now: UnixTime) throws(InboxError) -> [MessageID] {
    _ = try inbox.mark(numbers, as: .expired, at: now)
    return try inbox.write { database in
      let update = try database.cachedStatement(
        sql: "UPDATE transfer SET state = ?, refusal = ? WHERE number = ?")
      return try numbers.compactMap { number in
        try update.execute(
          arguments: [MessageState.expired.code, Win32Error.timedOut.rawValue, number])
        return try Data.fetchOne(
          database, sql: "SELECT id FROM message WHERE number = ?", arguments: [number]
        ).flatMap { MessageID(data: $0) }
      }
    }
  }

  /// Deletes messages that are over, and those that no server keeps any longer.
  ///
  /// - Parameters:
  ///   - over: Messages that a reader has, that were refused, or that were retracted before they went, go when
  ///     they are older than this.
  ///   - kept: Messages that the servers keep go when they are older than this.
  /// - Returns: How many messages were deleted.
  /// - Throws: ``InboxError``.
  public func forget(over: UnixTime, kept: UnixTime) throws(InboxError) -> Int {
    try inbox.write { database in
      try database.execute(
        sql: """
          DELETE FROM message WHERE number IN (
            SELECT message.number FROM transfer JOIN message ON message.number = transfer.number
            WHERE (transfer.state >= 0 OR transfer.state = -2 AND message.state IN (5, 6))
                AND message.arrivedAt < ?
              OR transfer.state = -1 AND message.arrivedAt < ?)
          """, arguments: [over.milliseconds, kept.milliseconds])
      return database.changesCount
    }
  }
}

extension StateReport.Entry {
  /// What stands in the table `transfer` for it.
  fileprivate var columns: (state: Int, answer: String?, refusal: Int?) {
    switch outcome {
    case .reached(let state, let answer): (state.code, answer, nil)
    case .refused(let code): (0, nil, code.rawValue)
    }
  }
}

extension MessageState {
  /// The state for a code of the table `transfer`, which has those before `stored`, too.
  fileprivate init(transferCode code: Int) {
    self = code == MessageState.kept.code ? .kept : MessageState(code: code) ?? .queued
  }
}
