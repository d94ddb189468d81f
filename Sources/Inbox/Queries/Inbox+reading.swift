// SPDX-License-Identifier: Apache-2.0

import GRDB
import Glibc
public import Messages

extension Inbox {
  /// Marks everything as read that is unread and that a filter lets through.
  ///
  /// It is done in many small transactions, with a moment between them in which others get to
  /// write. If it fails on the way, part of it is done.
  ///
  /// - Returns: How many messages were marked.
  /// - Throws: ``InboxError``.
  public func markAllRead(_ filter: InboxFilter, at time: UnixTime) throws(InboxError) -> Int {
    var filter = filter
    filter.isUnread = true
    var count = 0
    while true {
      let numbers = try list(filter, limit: 1024).map(\.number)
      let changed = try mark(numbers, as: .read, at: time).count(where: \.isChanged)
      count += changed
      guard changed > 0 else { return count }
      // SQLite keeps no queue for its write lock, in which one could let others go first: they look for
      // it every millisecond, so that this is the shortest time in which they find it free.
      usleep(2000)
    }
  }
}
