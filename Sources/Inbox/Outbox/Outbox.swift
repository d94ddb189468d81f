// SPDX-License-Identifier: Apache-2.0

import GRDB
public import Messages

/// The messages that a relay carries to other machines of the realm, and how far it has read there.
///
/// It is an inbox of the relay, with what only a relay has to know beside each message: its place in the
/// stream of the realm, and the state that its recipient's machine has reported.
public struct Outbox: Sendable {
  /// The messages.
  public let inbox: Inbox

  /// A message that a server keeps, and of which no reader has reported yet.
  public struct Unconfirmed: Equatable, Sendable {
    /// The number of the message.
    public let number: Int64

    /// Its place in the stream.
    public let sequence: UInt64
  }

  /// Uses an inbox as the outbox of a relay.
  ///
  /// - Throws: ``InboxError``.
  public init(_ inbox: Inbox) throws(InboxError) {
    self.inbox = inbox
    try inbox.write { database in
      try database.execute(
        sql: """
          CREATE TABLE IF NOT EXISTS transfer (
            number INTEGER PRIMARY KEY, state INTEGER NOT NULL, sequence INTEGER, answer TEXT);
          CREATE TABLE IF NOT EXISTS position (name TEXT PRIMARY KEY, sequence INTEGER NOT NULL);
          """)
    }
  }

  /// Messages that no server has yet, in the order in which they were stored.
  ///
  /// - Parameters:
  ///   - number: Only messages with a greater number.
  ///   - limit: How many messages at most.
  ///   - now: Messages that expire at this time or before it, or wait for a later one, are left out.
  /// - Throws: ``InboxError``.
  public func unsent(
    after number: Int64 = 0, limit: Int, now: UnixTime
  ) throws(InboxError) -> [InboxRecord] {
    try inbox.records(
      """
      WHERE state = 0 AND dueAt IS NULL AND number > ? AND (expiresAt IS NULL OR expiresAt > ?)
        AND number NOT IN (SELECT number FROM transfer)
      ORDER BY number LIMIT ?
      """, [number, now.milliseconds, limit])
  }

  /// Notes that the servers keep messages.
  ///
  /// - Parameter places: The place of each message in the stream, by its number.
  /// - Throws: ``InboxError``.
  public func noteKept(_ places: [Int64: UInt64]) throws(InboxError) {
    try inbox.write { database in
      for (number, sequence) in places {
        try database.cachedStatement(
          sql: """
            INSERT INTO transfer (number, state, sequence) VALUES (?1, ?2, ?3)
            ON CONFLICT (number) DO UPDATE SET sequence = ?3
            """
        ).execute(arguments: [
          number, MessageState.kept.code, Int64(clamping: sequence),
        ])
      }
    }
  }

  /// Notes what the machine of the recipient reports about a message.
  ///
  /// - Returns: Whether that is news; a message only goes forward.
  /// - Throws: ``InboxError``.
  public func note(
    _ state: MessageState, answer: String?, of id: MessageID, at now: UnixTime
  ) throws(InboxError) -> Bool {
    guard let record = try inbox.message(id: id) else { return false }
    let isNews = try inbox.write { database in
      let known = try Int.fetchOne(
        database, sql: "SELECT state FROM transfer WHERE number = ?", arguments: [record.number])
      guard known ?? MessageState.queued.code < state.code else { return false }
      try database.execute(
        sql: """
          INSERT INTO transfer (number, state, answer) VALUES (?1, ?2, ?3)
          ON CONFLICT (number) DO UPDATE SET state = ?2, answer = ?3
          """, arguments: [record.number, state.code, answer])
      return true
    }
    // A reader has it: the outbox may forget it, as an inbox forgets what was read.
    if isNews { _ = try inbox.mark([record.number], as: .read, at: now) }
    return isNews
  }

  /// How far messages have come, without the unknown ones.
  ///
  /// - Throws: ``InboxError``.
  public func progress(of ids: [MessageID]) throws(InboxError) -> [InboxRecord.Progress] {
    try inbox.read { database in
      let select = try database.cachedStatement(
        sql: """
          SELECT coalesce(transfer.state, ?), transfer.answer, message.replacedBy IS NOT NULL
          FROM message LEFT JOIN transfer ON transfer.number = message.number WHERE message.id = ?
          """)
      return try ids.compactMap { id in
        try Row.fetchOne(select, arguments: [MessageState.queued.code, id.data]).map { row in
          InboxRecord.Progress(
            id: id, state: MessageState(transferCode: row[0]), answer: row[1], isReplaced: row[2])
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
          SELECT number, sequence FROM transfer WHERE state = ? AND sequence IS NOT NULL
          ORDER BY sequence
          """, arguments: [MessageState.kept.code]
      ).map { Unconfirmed(number: $0[0], sequence: UInt64(clamping: $0[1] as Int64)) }
    }
  }

  // MARK: Positions

  /// The last place in the stream up to which the relay has delivered what a name stands for; 0 at first.
  ///
  /// - Throws: ``InboxError``.
  public func position(of name: String) throws(InboxError) -> UInt64 {
    try inbox.read { database in
      let sequence = try Int64.fetchOne(
        database, sql: "SELECT sequence FROM position WHERE name = ?", arguments: [name])
      return UInt64(clamping: sequence ?? 0)
    }
  }

  /// Notes a place; an earlier one changes nothing.
  ///
  /// - Throws: ``InboxError``.
  public func setPosition(of name: String, to sequence: UInt64) throws(InboxError) {
    try inbox.write { database in
      try database.execute(
        sql: """
          INSERT INTO position (name, sequence) VALUES (?1, ?2)
          ON CONFLICT (name) DO UPDATE SET sequence = max(sequence, ?2)
          """, arguments: [name, Int64(clamping: sequence)])
    }
  }
}

extension MessageState {
  /// The state for a code of the table `transfer`, which has those before `stored`, too.
  fileprivate init(transferCode code: Int) {
    self = code == MessageState.kept.code ? .kept : MessageState(code: code) ?? .queued
  }
}
