// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Messages

extension InboxRecord {
  /// The columns of `message`, in the order of ``insertion`` and ``init(row:)``.
  static let columns = """
    message.number, id, state, stateAt, shownAt, readAt, change, replacedBy, arrivedAt, expiresAt, \
    urgency, senderID, message.senderName, origin, message.fromName, message.toName, replaces, \
    retracts, receipt, category, icon, message.title, actions, message.text, rawText, answer
    """

  /// Stores a row, unless there is one with the same identifier.
  static let insertion = """
    INSERT INTO message (number, id, state, stateAt, shownAt, readAt, change, replacedBy, arrivedAt,
      expiresAt, urgency, senderID, senderName, origin, fromName, toName, replaces, retracts,
      receipt, category, icon, title, actions, text, rawText, answer)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO NOTHING
    """

  /// Reads a row; what the schema forbids is damage.
  init(row: Row) throws {
    guard let id = MessageID(data: row[1]), let state = MessageState(code: row[2]),
      let origin = Origin(row[13] as String), let sender = UInt32(exactly: row[11] as Int64)
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    let arrival = UnixTime(milliseconds: row[8])
    var attributes = MessageAttributes()
    attributes.id = id
    attributes.expires = (row[9] as Int64?).flatMap {
      UInt32(exactly: UnixTime(milliseconds: $0).milliseconds(since: arrival) / 1000)
    }
    attributes.urgency = Urgency(code: row[10])
    attributes.replaces = (row[16] as Data?).flatMap(MessageID.init(data:))
    attributes.retracts = (row[17] as Data?).flatMap(MessageID.init(data:))
    attributes.receipt = MessageState.states(in: row[18])
    attributes.category = row[19]
    attributes.icon = row[20]
    attributes.title = row[21]
    attributes.actions = MessageAction.actions(in: row[22])
    let message = Message(from: row[14], to: row[15], text: row[23], attributes: attributes)
    self.init(
      number: row[0],
      delivery: Delivery(
        id: id, message: message, rawText: (row[24] as Data?).map(Array.init), sender: sender,
        senderName: row[12], origin: origin, arrival: arrival),
      state: state, stateTime: UnixTime(milliseconds: row[3]),
      shown: (row[4] as Int64?).map(UnixTime.init(milliseconds:)),
      read: (row[5] as Int64?).map(UnixTime.init(milliseconds:)),
      answer: row[25], replacedBy: row[7], change: row[6])
  }
}
