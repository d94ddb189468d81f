// SPDX-License-Identifier: Apache-2.0

package import Messages

/// What the user sees of a message, or of several folded into one.
package struct Popup: Equatable, Sendable {
  /// One line.
  package var summary: String

  /// The text, which may be empty; a long one is cut so that the popup fits on the screen.
  package var body: String

  /// The whole text, where ``body`` is cut: for a display that has room for it.
  package var wholeBody: String?

  /// The urgency of the message.
  package var urgency: Urgency

  /// The category of the Desktop Notifications Specification.
  package var category = "im.received"

  /// The icon; `nil` for the agent's own icon.
  package var icon: PopupIcon?

  /// The actions that the user can choose.
  package var actions: [MessageAction] = []

  /// Whether the user can reply in words.
  package var takesReply = false

  /// Whether a click on the popup means that the user has read its messages: it shows their text, and asks
  /// no question.
  package var isReadByClick = false

  /// Whether the sender waits for an answer.
  ///
  /// Such a popup does not expire, and its buttons stay until the user has answered or closed it.
  package var isQuestion = false

  /// The number of the message in the inbox; `nil` for a popup of several messages.
  package var number: Int64?

  /// The popup whose place this one takes.
  package var replaces: PopupID?
}

extension Popup {
  /// The popup in a simpler form, after a display ended or did not answer while it showed it.
  ///
  /// | failures | form |
  /// |---|---|
  /// | 0 | as it is |
  /// | 1 | without the sender's icon, actions and category |
  /// | 2 and more | without the sender's text, too |
  func simplified(after failureCount: Int) -> Popup {
    guard failureCount > 0 else { return self }
    var popup = Popup(summary: summary, body: body, urgency: urgency)
    popup.replaces = replaces
    popup.number = number
    guard failureCount > 1 else { return popup }
    popup.summary = "A message that the desktop could not show"
    popup.body = number.map { "messngr read \($0) shows it." } ?? "messngr inbox shows it."
    return popup
  }
}
