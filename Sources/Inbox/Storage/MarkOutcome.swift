// SPDX-License-Identifier: Apache-2.0

public import Messages

/// What became of the wish to take a message to a further state.
public enum MarkOutcome: Equatable, Sendable {
  /// The message is in the new state now.
  case changed(number: Int64, from: MessageState)

  /// The message stays in its state, from which no way leads to the new one.
  case unchanged(number: Int64, MessageState)

  /// There is no such message.
  case missing

  /// The message is somebody else's.
  case notPermitted

  /// Whether the message is in the new state because of this wish.
  public var isChanged: Bool {
    if case .changed = self { true } else { false }
  }

  /// The number of the message, where there is one and it is the caller's to change.
  var number: Int64? {
    switch self {
    case .changed(let number, _), .unchanged(let number, _): number
    case .missing, .notPermitted: nil
    }
  }
}
