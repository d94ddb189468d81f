// SPDX-License-Identifier: Apache-2.0

public import Messages

/// What became of a delivery that was to be stored.
public enum StoreResult: Equatable, Sendable {
  /// It is on disk under `number`.
  ///
  /// `replaced` and `retracted` are the numbers of the messages that it names in
  /// ``MessageAttributes/replaces`` and ``MessageAttributes/retracts``, where these are there and
  /// its sender may take them back.
  case stored(number: Int64, replaced: Int64?, retracted: Int64?)

  /// It has been on disk before: the same identifier from the same sender. Nothing was changed.
  case duplicate(number: Int64, state: MessageState, answer: String?)

  /// A message of another sender has its identifier. It is not stored.
  case identifierTaken
}
