// SPDX-License-Identifier: Apache-2.0

/// What a mailslot says of itself; `GetMailslotInfo`.
public struct MailslotInfo: Equatable, Sendable {
  /// The largest message asked for, in bytes; 0 for any.
  public let maximumMessageSize: Int

  /// The size of the message that is read next, in bytes; `nil` when there is none.
  public let nextMessageSize: Int?

  /// How many messages wait.
  ///
  /// In a mailslot that is ``MailslotOptions/isInheritable`` only the next one is counted.
  public let messageCount: Int

  /// How long a read waits; `nil` for ever.
  public let readTimeout: Duration?

  /// How many messages were not taken, since the mailslot was made: too long for a strict maximum,
  /// or over their writer's share.
  public let refusedMessageCount: Int
}
