// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import Messages

/// The statement that stores a record, with values that are bound directly to SQLite.
///
/// Every message that arrives goes through here. GRDB's arguments would box 30 values for each message,
/// which takes as long as SQLite needs to store them; so does a copy of each value made by SQLite.
@safe struct RecordInsertion {
  /// Where the bytes of a value are until the statement has run.
  private struct Span {
    let column: MessageColumn
    let range: Range<Int>
    let isText: Bool
  }

  private let database: Database
  private let statement: OpaquePointer
  private let columns = MessageColumn.allCases
  private var bytes: [UInt8] = []
  private var spans: [Span] = []

  /// Prepares the statement, or takes it from the connection's cache, which owns it.
  init(_ database: Database) throws {
    self.database = database
    unsafe statement = try database.cachedStatement(sql: MessageColumn.insertion).sqliteStatement
  }

  /// Stores a message, unless there is one with its identifier.
  ///
  /// - Parameter record: The state of the message; `nil` for one that has just arrived.
  /// - Returns: Whether it was stored.
  /// - Throws: `DatabaseError`.
  mutating func insert(
    _ delivery: Delivery, of record: InboxRecord?, number: Int64, change: Int64
  ) throws -> Bool {
    bytes.removeAll(keepingCapacity: true)
    spans.removeAll(keepingCapacity: true)
    for column in columns { bind(column, delivery, record, number, change) }
    let code = unsafe bytes.withUnsafeBytes { bytes in
      // There are always bytes: those of the identifier.
      if let start = bytes.baseAddress {
        for span in spans { unsafe bind(span, in: start) }
      }
      let code = unsafe sqlite3_step(statement)
      unsafe sqlite3_reset(statement)
      // No binding may outlive the bytes to which it points.
      unsafe sqlite3_clear_bindings(statement)
      return code
    }
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
    }
    return database.changesCount > 0
  }

  /// Binds the value of a column.
  private mutating func bind(
    _ column: MessageColumn, _ delivery: Delivery, _ record: InboxRecord?, _ number: Int64,
    _ change: Int64
  ) {
    let message = delivery.message
    let attributes = message.attributes
    switch column {
    case .number: bind(column, number)
    case .id: bind(column, delivery.id.bytes)
    case .state: bind(column, Int64((record?.state ?? .stored).code))
    case .stateAt: bind(column, (record?.stateTime ?? delivery.arrival).milliseconds)
    case .shownAt: bind(column, record?.shown?.milliseconds)
    case .readAt: bind(column, record?.read?.milliseconds)
    case .change: bind(column, change)
    case .replacedBy: bind(column, record?.replacedBy)
    case .arrivedAt: bind(column, delivery.arrival.milliseconds)
    case .expiresAt: bind(column, delivery.expiry?.milliseconds)
    case .urgency: bind(column, Int64(attributes.urgency.code))
    case .senderID: bind(column, Int64(delivery.sender))
    case .senderName: bind(column, delivery.senderName)
    case .origin: bind(column, delivery.origin.description)
    case .fromName: bind(column, message.from)
    case .toName: bind(column, message.to)
    case .replaces: bind(column, attributes.replaces?.bytes)
    case .retracts: bind(column, attributes.retracts?.bytes)
    case .receipt: bind(column, Int64(MessageState.bits(of: attributes.receipt.all)))
    case .category: bind(column, attributes.category)
    case .icon: bind(column, attributes.icon)
    case .title: bind(column, attributes.title)
    case .actions: bind(column, MessageAction.bytes(of: attributes.actions))
    case .text: bind(column, message.text)
    case .rawText: bind(column, delivery.rawText)
    case .answer: bind(column, record?.answer)
    case .waits: bind(column, attributes.waits.map { Int64($0) })
    case .sentAt: bind(column, attributes.sent?.milliseconds)
    case .expires: bind(column, attributes.expires.map { Int64($0) })
    case .dueAt: bind(column, delivery.isWaiting ? attributes.due?.milliseconds : nil)
    }
  }

  private func bind(_ column: MessageColumn, _ value: Int64?) {
    guard let value else { return }
    unsafe sqlite3_bind_int64(statement, column.parameter, value)
  }

  private mutating func bind(_ column: MessageColumn, _ value: String?) {
    guard let value else { return }
    let start = bytes.count
    bytes.append(contentsOf: value.utf8)
    spans.append(Span(column: column, range: start..<bytes.count, isText: true))
  }

  private mutating func bind(_ column: MessageColumn, _ value: [UInt8]?) {
    guard let value else { return }
    let start = bytes.count
    bytes.append(contentsOf: value)
    spans.append(Span(column: column, range: start..<bytes.count, isText: false))
  }

  private func bind(_ span: Span, in bytes: UnsafeRawPointer) {
    let start = unsafe bytes + span.range.lowerBound
    let (parameter, count) = (span.column.parameter, CInt(span.range.count))
    if span.isText {
      let text = unsafe start.assumingMemoryBound(to: CChar.self)
      unsafe _ = sqlite3_bind_text(statement, parameter, text, count, nil)
    } else {
      unsafe _ = sqlite3_bind_blob(statement, parameter, start, count, nil)
    }
  }
}

extension MessageColumn {
  /// The number of the column's parameter in ``MessageColumn/insertion``, from 1.
  fileprivate var parameter: CInt { CInt(rawValue + 1) }
}
