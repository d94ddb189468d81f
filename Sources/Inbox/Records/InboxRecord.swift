// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
public import Messages

/// A message in the inbox: the delivery, and its state.
public struct InboxRecord: Equatable, Sendable {
  /// The number by which people refer to the message: small, stable, never used twice; from 1.
  public let number: Int64

  /// What arrived.
  ///
  /// As it was stored, with these exceptions: `MessageAttributes.id` is always the delivery's,
  /// `MessageAttributes.origin` is always empty, because the delivery has its own origin,
  /// `MessageAttributes.due` is empty when the message does not wait, and
  /// `MessageAttributes.replaces` is the message whose place this one has really taken.
  public let delivery: Delivery

  /// The state of the message.
  public let state: MessageState

  /// When it came to this state.
  public let stateTime: UnixTime

  /// When it was first shown; when it was read, if it was never shown.
  public let shown: UnixTime?

  /// When it was read; when it was answered, if it was never read.
  public let read: UnixTime?

  /// The answer: the key of an action, or words.
  public let answer: String?

  /// The number of the message that replaced it.
  public let replacedBy: Int64?

  /// The number of the last change to it, greater than that of every earlier change.
  public let change: Int64

  /// Whether it is unread: stored, shown or dismissed, and not waiting for a later time.
  public var isUnread: Bool { state.isUnread && due == nil }

  /// The time for which it waits, because its sender wants it to be delivered then.
  public var due: UnixTime? { state == .stored ? delivery.message.attributes.due : nil }

  /// Its place in lists that are ordered by arrival.
  public var position: Position { Position(arrival: delivery.arrival, number: number) }

  /// A place in a list ordered by arrival, behind which the next page of the list begins.
  public struct Position: Equatable, Sendable {
    /// When the message arrived.
    let arrival: UnixTime

    /// Its number, which orders messages that arrived in the same millisecond.
    let number: Int64
  }

  /// How far a message has come, without the message.
  public struct Progress: Equatable, Sendable {
    /// The message.
    public let id: MessageID

    /// Its state.
    public let state: MessageState

    /// The answer.
    public let answer: String?

    /// Whether another message has replaced it.
    public let isReplaced: Bool

    /// Why no reader will get it, where it was on its way to another machine.
    public var refusal: Win32Error?

    /// Whether it is unread: stored, shown or dismissed.
    public var isUnread: Bool { state.isUnread }
  }
}

extension InboxRecord {
  /// Reads a row of ``MessageColumn/selection``.
  ///
  /// - Throws: `DatabaseError` with `SQLITE_CORRUPT` for values that the schema forbids.
  init(row: Row) throws {
    guard let id = MessageID(data: row[.id]), let state = MessageState(code: row[.state]),
      let origin = Origin(row[.origin] as String),
      let sender = UInt32(exactly: row[.senderID] as Int64)
    else { throw DatabaseError(resultCode: .SQLITE_CORRUPT) }
    let arrival = UnixTime(milliseconds: row[.arrivedAt])
    var attributes = MessageAttributes()
    attributes.id = id
    attributes.sent = (row[.sentAt] as Int64?).map(UnixTime.init(milliseconds:))
    attributes.due = (row[.dueAt] as Int64?).map(UnixTime.init(milliseconds:))
    attributes.expires = (row[.expires] as Int64?).flatMap { UInt32(exactly: $0) }
    attributes.urgency = Urgency(code: row[.urgency])
    attributes.replaces = (row[.replaces] as Data?).flatMap(MessageID.init(data:))
    attributes.retracts = (row[.retracts] as Data?).flatMap(MessageID.init(data:))
    attributes.receipt = MessageStates(MessageState.states(in: row[.receipt]))
    attributes.category = row[.category]
    attributes.icon = row[.icon]
    attributes.title = row[.title]
    attributes.waits = (row[.waits] as Int64?).flatMap { UInt32(exactly: $0) }
    attributes.actions = MessageAction.actions(in: row[.actions])
    let delivery = Delivery(
      id: id,
      message: Message(
        from: row[.fromName], to: row[.toName], text: row[.text], attributes: attributes),
      rawText: (row[.rawText] as Data?).map(Array.init), sender: sender,
      senderName: row[.senderName], origin: origin, arrival: arrival,
      expiry: (row[.expiresAt] as Int64?).map(UnixTime.init(milliseconds:)))
    let (shown, read): (Int64?, Int64?) = (row[.shownAt], row[.readAt])
    self.init(
      number: row[.number], delivery: delivery, state: state,
      stateTime: UnixTime(milliseconds: row[.stateAt]),
      shown: shown.map(UnixTime.init(milliseconds:)), read: read.map(UnixTime.init(milliseconds:)),
      answer: row[.answer], replacedBy: row[.replacedBy], change: row[.change])
  }
}
