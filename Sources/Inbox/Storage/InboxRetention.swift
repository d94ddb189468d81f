// SPDX-License-Identifier: Apache-2.0

/// How long messages are kept; what is unread stays, unless it is said otherwise.
public struct InboxRetention: Equatable, Sendable {
  /// The age in seconds from which a message is forgotten.
  public var maximumAge: Int64

  /// The number of messages over which the oldest are forgotten.
  public var maximumCount: Int

  /// Whether unread messages are forgotten too.
  public var includesUnread: Bool

  /// Creates a rule: a year and a million messages, unless it is said otherwise.
  public init(
    maximumAge: Int64 = 365 * 86_400, maximumCount: Int = 1_000_000, includesUnread: Bool = false
  ) {
    self.maximumAge = maximumAge
    self.maximumCount = maximumCount
    self.includesUnread = includesUnread
  }
}
