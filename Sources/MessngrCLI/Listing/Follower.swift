// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages

/// Finds the new messages in an inbox after each change.
struct Follower {
  private let inbox: Inbox
  private let filter: InboxFilter

  /// The number of the newest message that was there at the beginning or was found since.
  private(set) var lastNumber: Int64

  /// Begins after the last message of the inbox.
  init(_ inbox: Inbox, _ filter: InboxFilter) throws {
    self.inbox = inbox
    self.filter = filter
    lastNumber = try inbox.latest().number
  }

  /// The messages that have arrived since the last call, in the order of their numbers.
  ///
  /// Changes to older messages are ignored.
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

extension InboxFilter {
  /// Whether a message matches the filter.
  func matches(_ record: InboxRecord) -> Bool {
    if isUnread, !record.isUnread { return false }
    if let from, from.lowercased() != record.delivery.message.from.lowercased() { return false }
    let message = record.delivery.message
    if let to, to.lowercased() != message.to.lowercased() { return false }
    if !urgencies.isEmpty, !urgencies.contains(message.attributes.urgency) { return false }
    if !states.isEmpty, !states.contains(record.state) { return false }
    if let since, record.delivery.arrival < since { return false }
    if let until, record.delivery.arrival >= until { return false }
    return true
  }
}
