// SPDX-License-Identifier: Apache-2.0

package import Messages

/// A new state of messages, for the inbox to keep and their senders to hear.
package struct StateChange: Equatable, Sendable {
  /// A message, as the inbox and as its sender know it.
  package struct Key: Equatable, Sendable {
    /// The number in the inbox.
    package let number: Int64

    /// The identifier.
    package let id: MessageID
  }

  /// The messages.
  package let messages: [Key]

  /// The new state.
  package let state: MessageState

  /// The time of the change.
  package let time: UnixTime

  /// The answer, when the new state is `answered`.
  package var answer: String?

  /// The popup of a question that is shown, for the inbox to keep.
  package var question: QuestionPopup?
}
