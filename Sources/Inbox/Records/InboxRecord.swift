// SPDX-License-Identifier: Apache-2.0

public import Messages

/// A message in the inbox: the delivery, and what has become of it since.
public struct InboxRecord: Equatable, Sendable {
  /// The number under which people know it: small, stable, never given out twice; 1….
  public let number: Int64

  /// What arrived.
  ///
  /// As it was stored, with two exceptions: ``MessageAttributes/id`` is always the delivery's, and
  /// ``MessageAttributes/origin`` never says anything, since the delivery's origin does.
  public let delivery: Delivery

  /// How far it has come.
  public let state: MessageState

  /// When it came to this state.
  public let stateTime: UnixTime

  /// When it was first shown, or read without having been shown.
  public let shown: UnixTime?

  /// When it was read, or answered without having been read.
  public let read: UnixTime?

  /// What was answered: the key of an action, or words.
  public let answer: String?

  /// The number of the message that took its place.
  public let replacedBy: Int64?

  /// The number of the last change to it, greater than that of every change before.
  public let change: Int64

  /// Whether somebody should still look at it: stored, shown or dismissed, and no more than that.
  public var isUnread: Bool { state.code < MessageState.read.code }

  /// Where it stands in lists that are ordered by arrival.
  public var position: InboxPosition { InboxPosition(arrival: delivery.arrival, number: number) }
}

extension InboxRecord {
  /// A delivery that has just arrived, whose number is still to be given.
  init(new delivery: Delivery) {
    self.init(
      number: 0, delivery: delivery, state: .stored, stateTime: delivery.arrival, shown: nil,
      read: nil, answer: nil, replacedBy: nil, change: 0)
  }
}
