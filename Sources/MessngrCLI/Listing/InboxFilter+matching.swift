// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages

extension InboxFilter {
  /// Whether the filter lets a message through.
  func matches(_ record: InboxRecord) -> Bool {
    if isUnread, !record.isUnread { return false }
    if let from, from.lowercased() != record.delivery.message.from.lowercased() { return false }
    if let since, record.delivery.arrival < since { return false }
    if let until, record.delivery.arrival >= until { return false }
    return true
  }
}
