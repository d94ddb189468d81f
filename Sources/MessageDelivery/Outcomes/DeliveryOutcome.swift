// SPDX-License-Identifier: Apache-2.0

public import Messages

/// What became of a message for one recipient.
public struct DeliveryOutcome: Equatable, Sendable {
  /// The recipient as the sender typed it, or one of the users that it stands for.
  public let recipient: String

  /// The message's identifier.
  public let id: MessageID

  /// The state that the message reached, or why it did not reach its goal.
  public let result: Result

  /// The state that a message reached, or why it did not reach its goal.
  ///
  /// Not `Swift.Result`: to make that type when the program runs takes 10,000 instructions.
  public indirect enum Result: Equatable, Sendable {
    /// The message reached its goal.
    case success(Reached)

    /// The message did not reach its goal.
    case failure(DeliveryFailure)
  }

  /// A state, and how the message got there.
  public struct Reached: Equatable, Sendable {
    /// The state.
    public let state: MessageState

    /// Whether the message waits in the spool, because the recipient is away.
    public let isInSpool: Bool

    /// The recipient's answer.
    public let answer: String?

    /// Whether the recipient has confirmed the state; a workgroup never does.
    public internal(set) var isConfirmed = true

    /// How many characters were replaced because the network's code page lacks them.
    public internal(set) var replacedCharacterCount = 0

    /// The most bytes of text that all computers of the workgroup get, if the text has more; else `nil`.
    public internal(set) var portableByteCount: Int?
  }
}
