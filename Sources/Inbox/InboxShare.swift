// SPDX-License-Identifier: Apache-2.0

public import Messages

/// How much of an inbox one sender fills with messages that nobody has read.
public struct InboxShare: Equatable, Sendable {
  /// The user whom the kernel names.
  public let sender: UInt32

  /// The way the messages came.
  public let origin: Origin

  /// How many messages.
  public let messageCount: Int

  /// How many bytes of text they have together.
  public let byteCount: Int
}
