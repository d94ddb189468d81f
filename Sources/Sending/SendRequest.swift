// SPDX-License-Identifier: Apache-2.0

public import Messages

/// What a command line asks for.
public struct SendRequest: Equatable, Sendable {
  /// Whom the message is for, in the order typed; at least one.
  public var recipients: [Recipient] = []

  /// The text, or `nil` to read it from standard input.
  public var text: String?

  /// The name to send under, or `nil` for the sender's own.
  public var from: String?

  /// Urgency, title and the like.
  public var attributes = MessageAttributes()

  /// The state to wait for.
  public var goal: MessageState = .stored

  /// How long the whole send may take, in milliseconds, or `nil` for what suits the goal.
  public var deadline: UInt32?

  /// Whether the message may wait in the spool for somebody who is away.
  public var mayUseSpool = true

  /// Whether names that nobody here has are looked for on the network, and `*` goes there too,
  /// whatever the settings say.
  public var usesNetwork = false

  /// How text is written for the network, or `nil` for what the settings say.
  public var encoding: NetworkEncoding?

  /// How much is printed.
  public var output: Output = .lines

  /// How the outcome is printed.
  public enum Output: Equatable, Sendable {
    /// Windows's sentences.
    case lines

    /// One JSON object for each recipient.
    case json

    /// Failures only.
    case quiet
  }

  /// Creates a request without recipients.
  public init() {}

  /// How long the whole send may take, in milliseconds.
  ///
  /// Five seconds to be stored, half a minute to be shown, an hour for a person to react.
  public var effectiveDeadline: UInt32 {
    if let deadline { return deadline }
    return switch goal {
    case .shown: 30_000
    case .read, .answered: 3_600_000
    case .stored, .dismissed, .expired, .retracted: 5_000
    }
  }
}
