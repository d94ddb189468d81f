// SPDX-License-Identifier: Apache-2.0

import GRDB
import Messages

/// The message whose place a new one takes.
///
/// A sender of progress names the first message each time, or a name of its own, so this follows the
/// messages that have replaced one another to the last one. All of them are of the same author.
struct ReplacedMessage {
  /// The last message.
  let id: MessageID

  /// The message that the sender has named.
  private let first: Int64

  /// The last message.
  private let last: Int64

  /// The most messages that are followed: ``note(_:_:)`` keeps the way short.
  private static let maximumStepCount = 100

  private static let columns = "SELECT number, id, replacedBy, senderID, origin FROM message"

  /// Finds the message; `nil` when the author has none with that identifier.
  ///
  /// - Parameter id: The identifier of a message; or one that stands for a name, which the first message
  ///   with that name has as the message to replace, for there was none.
  init?(_ id: MessageID, of author: SenderKey.Author, _ database: Database) throws {
    var next = try Row.fetchOne(
      database.cachedStatement(sql: "\(Self.columns) WHERE id = ?"), arguments: [id.data])
    if next == nil {
      next = try Row.fetchOne(
        database.cachedStatement(
          sql: "\(Self.columns) WHERE replaces = ? AND senderID = ? ORDER BY number LIMIT 1"),
        arguments: [id.data, Int64(author.userID)])
    }
    var found: (first: Int64, last: Int64, id: MessageID)?
    for _ in 1...Self.maximumStepCount {
      guard let row = next, let id = MessageID(data: row[1]),
        author.isSame(
          as: SenderKey.Author(userID: row[3], origin: Origin(row[4] as String) ?? .mailslot))
      else { break }
      found = (found?.first ?? row[0], row[0], id)
      guard let number = row[2] as Int64? else { break }
      next = try Row.fetchOne(
        database.cachedStatement(sql: "\(Self.columns) WHERE number = ?"), arguments: [number])
    }
    guard let found else { return nil }
    (first, last, self.id) = found
  }

  /// Notes in the first message which one has taken its place, so that the way to that one stays short.
  func note(_ number: Int64, _ database: Database) throws {
    guard first != last, first != number else { return }
    try database.cachedStatement(sql: "UPDATE message SET replacedBy = ? WHERE number = ?")
      .execute(arguments: [number, first])
  }
}
