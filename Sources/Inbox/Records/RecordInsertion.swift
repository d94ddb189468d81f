// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import Messages

/// The statement that stores a record, its values bound straight to SQLite.
///
/// All that arrives goes through here. Boxing 26 values for each message in GRDB's arguments takes
/// as long as SQLite needs to store them, and so does a copy of each made by SQLite.
@safe struct RecordInsertion {
  /// Where the bytes of a value lie until the statement has run.
  private struct Span {
    let index: CInt
    let range: Range<Int>
    let isText: Bool
  }

  private let database: Database
  private let statement: OpaquePointer
  private var bytes: [UInt8] = []
  private var spans: [Span] = []

  /// Prepares the statement, or takes it from the connection's cache, which owns it.
  init(_ database: Database) throws {
    self.database = database
    unsafe statement = try database.cachedStatement(sql: InboxRecord.insertion).sqliteStatement
  }

  /// Stores a message, unless there is one with its identifier.
  ///
  /// - Parameter record: What has become of it; `nil` for one that has just arrived.
  /// - Returns: Whether it was stored.
  /// - Throws: `DatabaseError`.
  mutating func insert(
    _ delivery: Delivery, of record: InboxRecord?, number: Int64, change: Int64
  ) throws -> Bool {
    bytes.removeAll(keepingCapacity: true)
    spans.removeAll(keepingCapacity: true)
    bind(delivery, record, number, change)
    let code = unsafe bytes.withUnsafeBytes { bytes in
      // There always are bytes, the identifier's.
      if let start = bytes.baseAddress {
        for span in spans { unsafe bind(span, in: start) }
      }
      let code = unsafe sqlite3_step(statement)
      unsafe sqlite3_reset(statement)
      // No binding outlives the bytes it points to.
      unsafe sqlite3_clear_bindings(statement)
      return code
    }
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
    }
    return database.changesCount > 0
  }

  /// Binds the values of ``InboxRecord/insertion``, in the order of its columns.
  private mutating func bind(
    _ delivery: Delivery, _ record: InboxRecord?, _ number: Int64, _ change: Int64
  ) {
    let message = delivery.message
    let attributes = message.attributes
    bind(1, number)
    bind(2, delivery.id.bytes)
    bind(3, Int64((record?.state ?? .stored).code))
    bind(4, (record?.stateTime ?? delivery.arrival).milliseconds)
    bind(5, record?.shown?.milliseconds)
    bind(6, record?.read?.milliseconds)
    bind(7, change)
    bind(8, record?.replacedBy)
    bind(9, delivery.arrival.milliseconds)
    bind(
      10, attributes.expires.map { delivery.arrival.advanced(bySeconds: Int64($0)).milliseconds })
    bind(11, Int64(attributes.urgency.code))
    bind(12, Int64(delivery.sender))
    bind(13, delivery.senderName)
    bind(14, delivery.origin.description)
    bind(15, message.from)
    bind(16, message.to)
    bind(17, attributes.replaces?.bytes)
    bind(18, attributes.retracts?.bytes)
    bind(19, Int64(MessageState.bits(of: attributes.receipt)))
    bind(20, attributes.category)
    bind(21, attributes.icon)
    bind(22, attributes.title)
    bind(23, MessageAction.bytes(of: attributes.actions))
    bind(24, message.text)
    bind(25, delivery.rawText)
    bind(26, record?.answer)
  }

  private func bind(_ index: CInt, _ value: Int64?) {
    guard let value else { return }
    unsafe sqlite3_bind_int64(statement, index, value)
  }

  private mutating func bind(_ index: CInt, _ value: String?) {
    guard let value else { return }
    let start = bytes.count
    bytes.append(contentsOf: value.utf8)
    spans.append(Span(index: index, range: start..<bytes.count, isText: true))
  }

  private mutating func bind(_ index: CInt, _ value: [UInt8]?) {
    guard let value else { return }
    let start = bytes.count
    bytes.append(contentsOf: value)
    spans.append(Span(index: index, range: start..<bytes.count, isText: false))
  }

  private func bind(_ span: Span, in bytes: UnsafeRawPointer) {
    let start = unsafe bytes + span.range.lowerBound
    let count = CInt(span.range.count)
    if span.isText {
      let text = unsafe start.assumingMemoryBound(to: CChar.self)
      unsafe _ = sqlite3_bind_text(statement, span.index, text, count, nil)
    } else {
      unsafe _ = sqlite3_bind_blob(statement, span.index, start, count, nil)
    }
  }
}
