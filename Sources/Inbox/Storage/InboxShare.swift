// SPDX-License-Identifier: Apache-2.0

public import Messages

/// How much of an inbox one sender fills, with messages in every state.
public struct InboxShare: Equatable, Sendable {
  /// The sender.
  public let sender: SenderKey

  /// How many messages.
  public let messageCount: Int

  /// How many bytes all that the sender decides of them has together, as
  /// ``Messages/Delivery/storedByteCount`` counts it.
  public let byteCount: Int
}
