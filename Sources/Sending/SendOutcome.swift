// SPDX-License-Identifier: Apache-2.0

public import Messages

/// What became of a message for one recipient.
public struct SendOutcome: Equatable, Sendable {
  /// The recipient as it was typed, or the user that a wider one stood for.
  public let recipient: String

  /// The message's identifier.
  public let id: MessageID

  /// The state it reached, or why it did not.
  public let result: Result<Reached, SendFailure>

  /// A state, and how the message got there.
  public struct Reached: Equatable, Sendable {
    /// The state.
    public let state: MessageState

    /// Whether the message waits in the spool for somebody who is away.
    public let isInSpool: Bool

    /// The answer, where there is one.
    public let answer: String?

    /// Whether the recipient's side has said so; it never does for a message to a workgroup.
    public internal(set) var isConfirmed = true

    /// How many characters became others, since the network's code page lacks them.
    public internal(set) var replacedCharacterCount = 0
  }
}
