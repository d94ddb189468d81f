// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
package import Messages

extension Inbox {
  /// A change to a message that came from another machine of a realm.
  package struct RealmChange: Equatable, Sendable {
    /// The message, and its state.
    package let entry: StateReport.Entry

    /// The sender and the machine: `ann@web1`.
    package let address: String

    /// The number of the change.
    package let change: Int64
  }

  /// The latest changes to messages that came from other machines of a realm, in the order of the changes.
  ///
  /// A message has only its last change. Messages of which nothing is known but that they are stored are
  /// left out.
  ///
  /// - Parameters:
  ///   - change: Only later changes.
  ///   - limit: How many changes at most.
  /// - Throws: ``InboxError``.
  package func realmChanges(after change: Int64, limit: Int) throws(InboxError) -> [RealmChange] {
    try read { database in
      try Row.fetchAll(
        database,
        sql: """
          SELECT id, state, answer, origin, change FROM message
          WHERE \(InboxSchema.isOfRealm) AND change > ? AND state <> 0 ORDER BY change LIMIT ?
          """, arguments: [change, limit]
      ).map { row in
        guard let id = MessageID(data: row[0]), let state = MessageState(code: row[1]),
          case .realm(let address)? = Origin(row[3] as String)
        else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
        return RealmChange(
          entry: StateReport.Entry(id, .reached(state, answer: row[2])), address: address,
          change: row[4])
      }
    }
  }

  /// Takes messages to the states that another machine of their reader reports.
  ///
  /// - Throws: ``InboxError``.
  package func mark(_ report: StateReport, at time: UnixTime) throws(InboxError) {
    for entry in report.entries {
      guard case .reached(let state, let answer) = entry.outcome,
        let record = try message(id: entry.id)
      else { continue }
      _ = try mark([record.number], as: state, at: time, answer: answer)
    }
  }
}
