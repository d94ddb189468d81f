// SPDX-License-Identifier: Apache-2.0

package import Messages

/// What ``PresentationState`` has to know.
package enum PresentationEvent: Sendable {
  // MARK: From outside

  /// A cycle begins: a message, a setting or the alarm may have changed what can be shown.
  case wake(PresentationPolicy)

  /// Something happened on the display. The next cycle stores what the user did.
  case display(DisplayEvent)

  /// The inbox changed. The next cycle closes popups that are not needed any more.
  case inboxChanged

  // MARK: Answers to actions

  /// The answer to `review`.
  case reviewed(DoNotDisturb, ScreenState)

  /// The answer to `readUnshown`, with what the owner had asked for when the messages were read.
  case unshown([StoredMessage], DoNotDisturb)

  /// The answer to `readQuestions`.
  case questions([OpenQuestion])

  /// The answer to `readHeld` and `find`.
  case messages([StoredMessage])

  /// The answer to `readProgress`.
  case progress([Progress])

  /// The answer to `findDisplay`.
  ///
  /// A display that keeps popups gives a name that no other display ever has.
  case displayFound(isPresent: Bool, ScreenState, server: String? = nil)

  /// The answer to `show`: the popup, or `nil` when the display keeps no popups.
  case shown(PopupID?)

  /// The answer to `show` when the display refused this popup, and would refuse it again.
  case refused

  /// The answer to `show` when the display did not show the popup.
  case notShown(DisplayError)

  /// The answer to `hold` and `release`.
  case written

  /// The answer to `mark`: for each message, whether its state changed.
  case marked([Bool])

  /// The answer to `readNextExpiry`: when the next unshown message expires, if one does.
  case nextExpiry(UnixTime?)

  /// The answer to an action that reads or writes the inbox, when that failed.
  case inboxFailed

  /// The answer to an action that the agent does not perform because it ends.
  case stopped

  /// How far a message has come, without the message.
  package struct Progress: Equatable, Sendable {
    /// The message.
    package let id: MessageID

    /// Its state.
    package let state: MessageState

    /// Whether the user should still look at it.
    package let isUnread: Bool

    /// Whether another message has taken its place.
    package let isReplaced: Bool

    /// Creates a progress.
    package init(id: MessageID, state: MessageState, isUnread: Bool, isReplaced: Bool) {
      self.id = id
      self.state = state
      self.isUnread = isUnread
      self.isReplaced = isReplaced
    }
  }
}
