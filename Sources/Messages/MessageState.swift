// SPDX-License-Identifier: Apache-2.0

/// How far a message has come on the recipient's side.
public enum MessageState: String, CaseIterable, Sendable {
  /// It is on the recipient's disk: no crash can lose it.
  case stored

  /// A popup, or a line on a terminal, has shown it.
  case shown

  /// The recipient has seen it: by a click on the popup, or by reading it in the inbox.
  case read

  /// The recipient has answered it, by an action button or in words.
  case answered

  /// The recipient closed the popup without a word. Not the same as read.
  case dismissed

  /// Its time ran out before anybody saw it.
  case expired

  /// The sender took it back.
  case retracted

  /// Whether a message in this state has come at least as far as `goal`.
  ///
  /// The ways that end without a reader reach what they must have passed: a dismissed message was
  /// shown, an expired or retracted one was stored.
  public func hasReached(_ goal: MessageState) -> Bool {
    self == goal || passed.contains(goal)
  }

  private var passed: [MessageState] {
    switch self {
    case .stored: []
    case .shown, .expired, .retracted: [.stored]
    case .read, .dismissed: [.stored, .shown]
    case .answered: [.stored, .shown, .read]
    }
  }

  /// Whether nothing the recipient does can take the message to a further state.
  public var isFinal: Bool {
    switch self {
    case .answered, .expired, .retracted: true
    case .stored, .shown, .read, .dismissed: false
    }
  }
}
