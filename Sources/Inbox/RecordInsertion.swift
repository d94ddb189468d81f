// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite
import Messages

/// The statement that stores a record, its values bound straight to SQLite.
///
/// All that arrives goes through here. Boxing 26 values for each message in GRDB's arguments takes
/// as long as SQLite needs to store them.
@safe struct RecordInsertion {
  private let database: Database
  private let statement: OpaquePointer

  /// Prepares the statement, or takes it from the connection's cache, which owns it.
  init(_ database: Database) throws {
    self.database = database
    unsafe statement = try database.cachedStatement(sql: InboxRecord.insertion).sqliteStatement
  }

  /// Stores a record, unless there is one with its identifier.
  ///
  /// - Returns: Whether it was stored.
  /// - Throws: `DatabaseError`.
  func insert(_ record: InboxRecord, number: Int64, change: Int64) throws -> Bool {
    bind(record, number, change)
    let code = unsafe sqlite3_step(statement)
    unsafe sqlite3_reset(statement)
    unsafe sqlite3_clear_bindings(statement)
    guard code == SQLITE_DONE else {
      throw DatabaseError(
        resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage)
    }
    return database.changesCount > 0
  }

  /// Binds the values of ``InboxRecord/insertion``, in the order of its columns.
  private func bind(_ record: InboxRecord, _ number: Int64, _ change: Int64) {
    let delivery = record.delivery
    let message = delivery.message
    let attributes = message.attributes
    bind(1, number)
    bind(2, delivery.id.bytes)
    bind(3, Int64(record.state.code))
    bind(4, record.stateTime.milliseconds)
    bind(5, record.shown?.milliseconds)
    bind(6, record.read?.milliseconds)
    bind(7, change)
    bind(8, record.replacedBy)
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
    bind(26, record.answer)
  }

  private func bind(_ index: CInt, _ value: Int64?) {
    guard let value else { return }
    unsafe sqlite3_bind_int64(statement, index, value)
  }

  private func bind(_ index: CInt, _ value: String?) {
    guard var value else { return }
    value.withUTF8 { text in
      unsafe text.withMemoryRebound(to: CChar.self) {
        unsafe _ = sqlite3_bind_text(
          statement, index, $0.baseAddress, CInt($0.count), RecordInsertion.copying)
      }
    }
  }

  private func bind(_ index: CInt, _ value: [UInt8]?) {
    guard let value else { return }
    unsafe value.withUnsafeBytes {
      // A pointer to nothing would make it NULL.
      unsafe _ =
        $0.isEmpty
        ? sqlite3_bind_zeroblob(statement, index, 0)
        : sqlite3_bind_blob(
          statement, index, $0.baseAddress, CInt($0.count), RecordInsertion.copying)
    }
  }

  /// `SQLITE_TRANSIENT` of sqlite3.h, a cast that Swift does not import.
  private static let copying = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
}
