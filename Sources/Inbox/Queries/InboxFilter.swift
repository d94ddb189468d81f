// SPDX-License-Identifier: Apache-2.0

public import Messages

/// Which messages are meant: all of them, unless something is asked for.
public struct InboxFilter: Equatable, Sendable {
  /// Only those that nobody has read, answered or taken back, and that have not expired.
  public var isUnread: Bool

  /// Only those with this claimed From; letters of ASCII count the same in both cases.
  public var from: String?

  /// Only those that arrived then or later.
  public var since: UnixTime?

  /// Only those that arrived before that.
  public var until: UnixTime?

  /// Creates a filter.
  public init(
    isUnread: Bool = false, from: String? = nil, since: UnixTime? = nil, until: UnixTime? = nil
  ) {
    self.isUnread = isUnread
    self.from = from
    self.since = since
    self.until = until
  }
}
