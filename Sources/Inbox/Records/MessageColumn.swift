// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The columns of the table `message` that a record is made of.
///
/// The statement that stores a record and the queries that read one list the columns from here, in
/// this order. The case has the name of the column, and the raw value is its position, from 0.
/// ``InboxSchema`` declares the columns.
enum MessageColumn: Int, CaseIterable {
  case number, id, state, stateAt, shownAt, readAt, change, replacedBy, arrivedAt, expiresAt
  case urgency, senderID, senderName, origin, fromName, toName, replaces, retracts, receipt
  case category, icon, title, actions, text, rawText, answer, waits

  /// All columns, for a query.
  ///
  /// The index for searching has some of the names too, so each name has its table before it.
  static let selection = allCases.map { "message.\($0)" }.joined(separator: ", ")

  /// The statement that stores a row, unless there is one with the same identifier.
  static let insertion = """
    INSERT INTO message (\(allCases.map { "\($0)" }.joined(separator: ", ")))
    VALUES (\(allCases.map { _ in "?" }.joined(separator: ", ")))
    ON CONFLICT (id) DO NOTHING
    """
}

extension Row {
  /// The value of a column in a row of ``MessageColumn/selection``.
  subscript<Value: DatabaseValueConvertible & StatementColumnConvertible>(
    column: MessageColumn
  ) -> Value { self[column.rawValue] }
}
