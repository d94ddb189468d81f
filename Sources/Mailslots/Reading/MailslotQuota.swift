// SPDX-License-Identifier: Apache-2.0

/// How much may wait in a mailslot.
///
/// When it is full, messages stay in the kernel, and writers wait until they fail with
/// ``MailslotError/queueFull(_:)``. The reader may exceed a bound by the messages that it takes at once.
public struct MailslotQuota: Equatable, Sendable {
  /// The treatment of a user's messages over the user's share.
  public enum Excess: Equatable, Sendable {
    /// They wait in the kernel, and with them all later messages, those of other users as well. No message
    /// is lost, but a user can keep the others out.
    case waits

    /// They are dropped and counted. A descriptor that came with one is closed, so its writer sees that.
    /// The messages of other users are taken.
    case isRefused
  }

  /// The most messages that wait.
  public var messageCount: Int

  /// The most bytes that wait.
  public var byteCount: Int

  /// The number of shares: a user may fill one of them.
  ///
  /// Root and the reader's own user may fill all.
  public var shares: Int

  /// The treatment of messages over their writer's share.
  public var excess: Excess

  /// Creates a quota: 4,096 messages or 16 MiB, and a quarter of either for each user, whose excess is
  /// refused.
  public init(
    messageCount: Int = 4096, byteCount: Int = 16 << 20, shares: Int = 4,
    excess: Excess = .isRefused
  ) {
    self.messageCount = max(1, messageCount)
    self.byteCount = max(1, byteCount)
    self.shares = max(1, shares)
    self.excess = excess
  }

  /// No bounds, as on Windows.
  public static let unlimited = MailslotQuota(messageCount: .max, byteCount: .max, shares: 1)
}
