// SPDX-License-Identifier: Apache-2.0

/// The state and the settings of a mailslot; `GetMailslotInfo`.
public struct MailslotInfo: Equatable, Sendable {
  /// The largest message asked for, in bytes; 0 for any.
  public let maximumMessageSize: Int

  /// The size of the next message, in bytes; `nil` when no message waits.
  public let nextMessageSize: Int?

  /// How many messages wait.
  ///
  /// In a mailslot that is ``MailslotOptions/isInheritable`` only the next one is counted.
  public let messageCount: Int

  /// How long a read waits; `nil` for ever.
  public let readTimeout: Duration?

  /// How many messages the reader has refused since it was made: those over a strict maximum size, or over
  /// their writer's share.
  public let refusedMessageCount: Int
}
