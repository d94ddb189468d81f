// SPDX-License-Identifier: Apache-2.0

/// How many messages there are.
public struct InboxCounts: Equatable, Sendable {
  /// All in the inbox.
  public let total: Int

  /// Those that somebody should still look at.
  public let unread: Int

  /// Those that have not even been shown.
  public let unshown: Int

  /// Those of the unshown that are held back, because nobody is to be disturbed now.
  public let held: Int

  /// Creates counts.
  public init(total: Int, unread: Int, unshown: Int, held: Int = 0) {
    self.total = total
    self.unread = unread
    self.unshown = unshown
    self.held = held
  }
}
