// SPDX-License-Identifier: Apache-2.0

import Messages

/// What a person sees of a message, or of several folded into one.
struct Popup: Equatable, Sendable {
  /// One line.
  var summary: String

  /// The text, which may be empty.
  var body: String

  /// How much it matters.
  var urgency: Urgency

  /// The category of the Desktop Notifications Specification.
  var category = "im.received"

  /// The icon; `nil` for the agent's own.
  var icon: PopupIcon?

  /// The answers that are offered.
  var actions: [MessageAction] = []

  /// Whether an answer in words makes sense.
  var takesReply = false

  /// The popup whose place this one takes.
  var replaces: PopupID?
}

extension Popup {
  /// The popup in a simpler form, for a display that has died or fallen silent over it.
  ///
  /// | failures | form |
  /// |---|---|
  /// | 0 | as it is |
  /// | 1 | without icon, answers and category of the sender's |
  /// | 2 and more | without any text of the sender's, either |
  func simplified(after failureCount: Int) -> Popup {
    guard failureCount > 0 else { return self }
    var popup = Popup(summary: summary, body: body, urgency: urgency)
    popup.replaces = replaces
    guard failureCount > 1 else { return popup }
    popup.summary = "A message that the desktop could not show"
    popup.body = "messngr inbox shows it."
    return popup
  }

  /// The popup as lines of text: the summary, and the body below it, set in.
  var lines: [String] {
    let heading = urgency == .critical ? "\(summary) (urgent)" : summary
    return [heading]
      + body.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
  }
}
