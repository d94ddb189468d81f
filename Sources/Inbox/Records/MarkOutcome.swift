// SPDX-License-Identifier: Apache-2.0

public import Messages

/// The result of a request to change the state of a message.
public enum MarkOutcome: Equatable, Sendable {
  /// The message is in the new state now.
  case changed(number: Int64, from: MessageState)

  /// The message stays in its state, from which it cannot go to the new one.
  case unchanged(number: Int64, MessageState)

  /// There is no such message.
  case missing

  /// The message is of another sender.
  case notPermitted

  /// Whether the message is in the new state because of this request.
  public var isChanged: Bool {
    if case .changed = self { true } else { false }
  }

  /// The number of the message, if it exists and the caller may change it.
  var number: Int64? {
    switch self {
    case .changed(let number, _), .unchanged(let number, _): number
    case .missing, .notPermitted: nil
    }
  }
}
