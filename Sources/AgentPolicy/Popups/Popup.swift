// SPDX-License-Identifier: Apache-2.0

package import Messages

/// What the user sees of a message, or of several folded into one.
package struct Popup: Equatable, Sendable {
  /// One line.
  package var summary: String

  /// The text, which may be empty.
  package var body: String

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
    guard failureCount > 1 else { return popup }
    popup.summary = "A message that the desktop could not show"
    popup.body = "messngr inbox shows it."
    return popup
  }

  /// The popup as lines of text: the summary, and the body below it, indented.
  package var lines: [String] {
    let heading = urgency == .critical ? "\(summary) (urgent)" : summary
    return [heading]
      + body.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
  }
}
