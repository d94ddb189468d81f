// SPDX-License-Identifier: Apache-2.0

import Messages

@testable import Inbox

extension InboxRecord {
  /// The record of a delivery that has just been stored.
  init(new delivery: Delivery) {
    self.init(
      number: 1, delivery: delivery, state: .stored, stateTime: delivery.arrival, shown: nil,
      read: nil, answer: nil, replacedBy: nil, change: 1)
  }
}
