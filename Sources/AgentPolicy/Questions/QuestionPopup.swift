// SPDX-License-Identifier: Apache-2.0

package import Messages

/// The popup of a question, as the inbox keeps it: the next agent shows the question in the same popup,
/// and gets its answer.
package struct QuestionPopup: Equatable, Sendable {
  /// The number of the message in the inbox.
  package let number: Int64

  /// The server that has the popup, by a name that no other server ever has.
  package let server: String

  /// The popup.
  package let popup: PopupID

  /// When the sender stops waiting for an answer.
  package let end: UnixTime

  /// Creates the description of a popup.
  package init(number: Int64, server: String, popup: PopupID, end: UnixTime) {
    self.number = number
    self.server = server
    self.popup = popup
    self.end = end
  }
}
