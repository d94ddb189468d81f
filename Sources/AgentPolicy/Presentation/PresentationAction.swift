// SPDX-License-Identifier: Apache-2.0

package import Messages

/// What ``PresentationState`` wants done.
///
/// Of the actions that have an answer at most one is under way at a time.
package enum PresentationAction: Equatable, Sendable {
  // MARK: Without an answer

  /// Take a popup off the screen.
  case close(PopupID)

  /// Tell the senders of messages about their new state.
  case tell([MessageID], MessageState, answer: String?)

  /// Begin a cycle at this time, at the latest.
  case setAlarm(ContinuousClock.Instant)

  /// Publish that the display came or went.
  case publishDisplay

  // MARK: With an answer

  /// Let messages expire whose time is over, and read whether the owner wants popups: `reviewed`.
  case review

  /// Read messages that are not shown and not held, up to a number: `unshown`.
  case readUnshown(limit: Int)

  /// Read the questions that were shown, and that the user has neither answered nor closed: `questions`.
  case readQuestions

  /// Read some of the held messages with greater numbers than this: `messages`.
  case readHeld(after: Int64)

  /// Read messages: `messages`.
  case find([MessageID])

  /// Read how far messages have come: `progress`.
  case readProgress([MessageID])

  /// Read when the next unshown message expires: `nextExpiry`.
  case readNextExpiry

  /// Keep messages from being shown, by their numbers: `written`.
  case hold([Int64])

  /// Let held messages be shown, by their numbers: `written`.
  case release([Int64])

  /// Store a new state of messages: `marked`.
  case mark(StateChange)

  /// Find out whether a display is there: `displayFound`.
  case findDisplay

  /// Show a popup: `shown` or `notShown`.
  case show(Popup)
}
