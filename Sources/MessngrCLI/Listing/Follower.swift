// SPDX-License-Identifier: Apache-2.0

import Inbox

/// Finds what is new in an inbox each time that something has changed.
struct Follower {
  private let inbox: Inbox
  private let filter: InboxFilter

  /// The number of the newest message that has been there from the beginning, or was found.
  private(set) var lastNumber: Int64

  /// Begins at the end of the inbox.
  init(_ inbox: Inbox, _ filter: InboxFilter) throws {
    self.inbox = inbox
    self.filter = filter
    lastNumber = try inbox.latest().number
  }

  /// The messages that have arrived since the last call, in the order of their numbers.
  ///
  /// Changes to older messages are passed over.
  mutating func newMessages() throws -> [InboxRecord] {
    var new: [InboxRecord] = []
    while case let records = try inbox.messages(after: lastNumber, limit: 256),
      let last = records.last
    {
      lastNumber = last.number
      new += records.filter(filter.matches)
    }
    return new
  }
}
