// SPDX-License-Identifier: Apache-2.0

public import Messages

/// The result of storing a delivery.
public enum StoreResult: Equatable, Sendable {
  /// It is on disk under `number`.
  ///
  /// `replaced` and `retracted` are the numbers of the messages that
  /// `MessageAttributes.replaces` and `MessageAttributes.retracts` name; `nil` if there is no such
  /// message or its sender may not retract it.
  case stored(number: Int64, replaced: Int64?, retracted: Int64?)

  /// It was on disk before: the same identifier from the same sender. Nothing was changed.
  case duplicate(number: Int64, state: MessageState, answer: String?)

  /// A message of another sender has its identifier. It is not stored.
  case identifierTaken
}
