// SPDX-License-Identifier: Apache-2.0

/// How far a message has come: on its way through a realm, and on the recipient's side.
public enum MessageState: String, CaseIterable, Sendable {
  /// The message is on the disk of this machine's relay, which goes on until a server takes it.
  case queued

  /// A majority of the realm's servers has the message on disk.
  case kept

  /// The message is on the recipient's disk: no crash can lose it.
  case stored

  /// A popup or a terminal has shown the message.
  case shown

  /// The recipient has clicked on the popup, or has read the message in the inbox.
  case read

  /// The recipient has answered, with an action button or with a text.
  case answered

  /// The recipient closed the popup without an answer, which does not count as read.
  case dismissed

  /// The message expired before the recipient saw it.
  case expired

  /// The sender took the message back.
  case retracted

  /// Whether a message in this state has come at least as far as `goal`.
  ///
  /// A message has reached every state that it must have passed: a dismissed message was shown, an
  /// expired or retracted one was stored.
  public func hasReached(_ goal: MessageState) -> Bool {
    self == goal || passed.contains(goal)
  }

  private var passed: [MessageState] {
    switch self {
    case .queued: []
    case .kept: [.queued]
    case .stored: [.queued, .kept]
    case .shown, .expired, .retracted: [.queued, .kept, .stored]
    case .read, .dismissed: [.queued, .kept, .stored, .shown]
    case .answered: [.queued, .kept, .stored, .shown, .read]
    }
  }

  /// Whether a sender that waits for `goal` has nothing more to wait for.
  ///
  /// The message has reached the goal, or will not: a recipient who closes a question without an answer
  /// does not want to give one.
  public func endsWait(for goal: MessageState) -> Bool {
    hasReached(goal) || isFinal || self == .dismissed && goal == .answered
  }

  /// Whether no action of the recipient can take the message to a further state.
  public var isFinal: Bool {
    switch self {
    case .answered, .expired, .retracted: true
    case .queued, .kept, .stored, .shown, .read, .dismissed: false
    }
  }
}
