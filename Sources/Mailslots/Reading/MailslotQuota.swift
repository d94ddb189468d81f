// SPDX-License-Identifier: Apache-2.0

/// How much may wait in a mailslot.
///
/// When it is full, messages stay with the kernel, writers wait, and then fail with
/// ``MailslotError/queueFull(_:)``. The bounds are soft by what one look at the socket brings.
public struct MailslotQuota: Equatable, Sendable {
  /// What happens to the messages of a user who has more than a share waiting.
  public enum Excess: Equatable, Sendable {
    /// They wait, and so does everyone behind them. Nothing is lost.
    case waits

    /// They are dropped and counted, and a descriptor that came along is closed, which tells their
    /// writer. Everyone else is served.
    case isRefused
  }

  /// The most messages that wait.
  public var messageCount: Int

  /// The most bytes that wait.
  public var byteCount: Int

  /// A user may fill one part in so many.
  ///
  /// Root and the reader's own user may fill it all.
  public var shares: Int

  /// What happens to messages over their writer's share.
  public var excess: Excess

  /// Creates a quota: 4,096 messages or 16 MiB, and a quarter of either for each user.
  public init(
    messageCount: Int = 4096, byteCount: Int = 16 << 20, shares: Int = 4, excess: Excess = .waits
  ) {
    self.messageCount = max(1, messageCount)
    self.byteCount = max(1, byteCount)
    self.shares = max(1, shares)
    self.excess = excess
  }

  /// As much as memory holds, as on Windows.
  public static let unlimited = MailslotQuota(messageCount: .max, byteCount: .max, shares: 1)
}
