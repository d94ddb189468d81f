// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages

/// What each sender has in the inbox that nobody has read, kept up to date between two counts.
struct UnreadShares {
  private var usage: [SenderKey: Admission.Usage] = [:]

  /// Creates the shares as the inbox has counted them.
  init(_ shares: [InboxShare] = []) {
    for share in shares {
      add(
        share.messageCount, share.byteCount,
        to: SenderKey(sender: share.sender, origin: share.origin))
    }
  }

  /// What the sender of a delivery has there.
  subscript(delivery: Delivery) -> Admission.Usage {
    usage[SenderKey(delivery)] ?? Admission.Usage()
  }

  /// Counts a message that is being stored.
  mutating func add(_ delivery: Delivery) {
    add(1, delivery.message.text.utf8.count, to: SenderKey(delivery))
  }

  /// Takes a message out of the count that was not stored after all.
  mutating func remove(_ delivery: Delivery) {
    add(-1, -delivery.message.text.utf8.count, to: SenderKey(delivery))
  }

  private mutating func add(_ messageCount: Int, _ byteCount: Int, to key: SenderKey) {
    usage[key, default: Admission.Usage()].messageCount += messageCount
    usage[key, default: Admission.Usage()].byteCount += byteCount
  }
}

extension SenderKey {
  fileprivate init(_ delivery: Delivery) {
    self.init(sender: delivery.sender, origin: delivery.origin)
  }
}
