// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages

/// Finds the new messages in an inbox after each change.
struct Follower {
  private let inbox: Inbox
  private let filter: InboxFilter

  /// The number of the newest message that was there at the beginning or was found since.
  private(set) var lastNumber: Int64

  /// The numbers of the messages that wait for the time that their senders gave.
  private var waiting: Set<Int64>

  /// Begins after the last message of the inbox.
  init(_ inbox: Inbox, _ filter: InboxFilter) throws {
    self.inbox = inbox
    self.filter = filter
    lastNumber = try inbox.latest().number
    waiting = Set(try inbox.waiting())
  }

  /// The messages that have been delivered since the last call, in the order of their numbers.
  ///
  /// A message that waits for the time that its sender gave is one of them when that time has come.
  /// Other changes to older messages are ignored.
  mutating func newMessages() throws -> [InboxRecord] {
    let stillWaiting = Set(try inbox.waiting())
    var new = try waiting.subtracting(stillWaiting).sorted().compactMap(delivered)
    waiting = stillWaiting.filter { $0 <= lastNumber }
    while case let records = try inbox.messages(after: lastNumber, limit: 256),
      let last = records.last
    {
      lastNumber = last.number
      waiting.formUnion(records.filter { $0.due != nil }.map(\.number))
      new += records.filter { $0.due == nil }
    }
    return new.filter(filter.matches)
  }

  /// A message that does not wait any more; `nil` when it was taken back before its time.
  private func delivered(_ number: Int64) throws -> InboxRecord? {
    guard let record = try inbox.message(number: number),
      ![.retracted, .expired].contains(record.state)
    else { return nil }
    return record
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
