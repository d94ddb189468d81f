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

  /// The name of an icon or its path; `nil` for the agent's own.
  var icon: String?

  /// The answers that are offered.
  var actions: [MessageAction] = []

  /// Whether an answer in words makes sense.
  var takesReply = false

  /// The popup whose place this one takes.
  var replaces: PopupID?
}

extension Popup {
  /// The popup as lines of text: the summary, and the body below it, set in.
  var lines: [String] {
    let heading = urgency == .critical ? "\(summary) (urgent)" : summary
    return [heading]
      + body.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
  }
}
