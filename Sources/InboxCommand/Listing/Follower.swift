// SPDX-License-Identifier: Apache-2.0

import Inbox

/// Finds what is new in an inbox each time that something has changed.
struct Follower {
  private let inbox: Inbox
  private let filter: InboxFilter

  /// The number of the newest message that has been there from the beginning, or was found.
  private(set) var lastNumber: Int64

  private var lastChange: Int64

  /// Begins at the end of the inbox.
  init(_ inbox: Inbox, _ filter: InboxFilter) throws {
    self.inbox = inbox
    self.filter = filter
    (lastNumber, lastChange) = try inbox.latest()
  }

  /// The messages that have arrived since the last call, in the order of their numbers.
  ///
  /// Changes to older messages are passed over.
  mutating func newMessages() throws -> [InboxRecord] {
    var new: [InboxRecord] = []
    var newest = lastNumber
    while true {
      let changed = try inbox.changes(since: lastChange, limit: 256)
      guard let last = changed.last else {
        lastNumber = newest
        return new.sorted { $0.number < $1.number }
      }
      lastChange = last.change
      for record in changed where record.number > lastNumber {
        newest = max(newest, record.number)
        // One that changes while it is looked at comes twice.
        if filter.matches(record), !new.contains(where: { $0.number == record.number }) {
          new.append(record)
        }
      }
    }
  }
}
