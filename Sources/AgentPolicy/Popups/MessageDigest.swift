// SPDX-License-Identifier: Apache-2.0

import Messages

/// Many messages for one popup: how many there are, and of whom.
struct MessageDigest {
  /// The number of messages up to which each has a popup of its own instead.
  static let threshold = 3

  /// The most senders that are named.
  private static let maximumSenderCount = 5

  /// The most senders whose messages are counted: the network can invent any number of them.
  private static let capacity = 1000

  /// How many messages there are.
  private(set) var count = 0

  /// The highest urgency of them.
  private(set) var urgency = Urgency.low

  private var counts: [String: Int] = [:]

  /// Counts one more message.
  ///
  /// - Parameter name: Its sender, as popups show it.
  mutating func add(from name: String, _ urgency: Urgency = .normal) {
    count += 1
    self.urgency = max(self.urgency, urgency)
    guard counts[name] != nil || counts.count < Self.capacity else { return }
    counts[name, default: 0] += 1
  }

  /// The senders with the most messages, and how many each has.
  var senders: [(name: String, count: Int)] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.maximumSenderCount)
      .map { ($0.key, $0.value) }
  }

  /// How many more senders there are.
  var otherSenderCount: Int { max(0, counts.count - Self.maximumSenderCount) }
}
