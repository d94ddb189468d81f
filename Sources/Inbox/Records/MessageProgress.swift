// SPDX-License-Identifier: Apache-2.0

public import Messages

/// How far a message has come, without the message.
public struct MessageProgress: Equatable, Sendable {
  /// The message.
  public let id: MessageID

  /// How far it has come.
  public let state: MessageState

  /// What was answered.
  public let answer: String?

  /// Whether another message has taken its place.
  public let isReplaced: Bool

  /// Whether somebody should still look at it, as in ``InboxRecord/isUnread``.
  public var isUnread: Bool { state.code < MessageState.read.code }
}
