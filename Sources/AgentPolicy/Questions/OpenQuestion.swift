// SPDX-License-Identifier: Apache-2.0

/// A question that was shown, and that the user has neither answered nor closed.
package struct OpenQuestion: Equatable, Sendable {
  /// The message.
  let message: StoredMessage

  /// The popup in which it was shown last.
  let popup: QuestionPopup

  /// Creates a question.
  package init(_ message: StoredMessage, in popup: QuestionPopup) {
    self.message = message
    self.popup = popup
  }
}
