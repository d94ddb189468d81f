// SPDX-License-Identifier: Apache-2.0

import Inbox
import Messages

/// What each sender has in the inbox, kept up to date between two looks at it.
struct SenderShares {
  private var stored: [SenderKey: Admission.Usage] = [:]

  /// What was admitted and is on its way to the disk.
  private var pending: [SenderKey: Admission.Usage] = [:]

  /// What all addresses of the network have together, of both.
  private(set) var network = Admission.Usage()

  /// Creates the shares as the inbox has counted them.
  init(_ shares: [Inbox.Share] = []) {
    set(shares)
  }

  /// What a sender has there.
  subscript(sender: SenderKey) -> Admission.Usage {
    stored[sender, default: Admission.Usage()] + pending[sender, default: Admission.Usage()]
  }

  /// Counts a message that is going to be stored.
  mutating func admit(_ delivery: Delivery) {
    change(\.pending, of: SenderKey(delivery), by: Admission.Usage(delivery))
  }

  /// Notes that a message was stored, or was not after all.
  mutating func settle(_ delivery: Delivery, isStored: Bool) {
    let (sender, usage) = (SenderKey(delivery), Admission.Usage(delivery))
    change(\.pending, of: sender, by: -usage)
    if isStored { change(\.stored, of: sender, by: usage) }
  }

  /// Notes what the inbox says of a sender.
  mutating func set(_ share: Inbox.Share) {
    let usage = Admission.Usage(messageCount: share.messageCount, byteCount: share.byteCount)
    change(
      \.stored, of: share.sender, by: usage + -stored[share.sender, default: Admission.Usage()])
  }

  /// Notes what the inbox says of all senders.
  mutating func set(_ shares: [Inbox.Share]) {
    for (sender, usage) in stored { change(\.stored, of: sender, by: -usage) }
    for share in shares { set(share) }
  }

  private mutating func change(
    _ part: WritableKeyPath<SenderShares, [SenderKey: Admission.Usage]>, of sender: SenderKey,
    by usage: Admission.Usage
  ) {
    let sum = self[keyPath: part][sender, default: Admission.Usage()] + usage
    self[keyPath: part][sender] = sum == Admission.Usage() ? nil : sum
    if !sender.isProven { network = network + usage }
  }
}

extension Admission.Usage {
  /// What a message takes.
  init(_ delivery: Delivery) {
    self.init(messageCount: 1, byteCount: delivery.storedByteCount)
  }

  fileprivate static func + (left: Self, right: Self) -> Self {
    Self(
      messageCount: left.messageCount + right.messageCount,
      byteCount: left.byteCount + right.byteCount)
  }

  fileprivate static prefix func - (usage: Self) -> Self {
    Self(messageCount: -usage.messageCount, byteCount: -usage.byteCount)
  }
}
