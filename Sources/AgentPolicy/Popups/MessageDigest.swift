// SPDX-License-Identifier: Apache-2.0

/// The messages of a quiet time, for one popup.
struct MessageDigest {
  /// The number of messages up to which each has a popup of its own instead.
  static let threshold = 3

  /// The most senders that are named.
  private static let maximumSenderCount = 5

  /// How many messages there are.
  let count: Int

  /// The senders with the most messages, and how many each has.
  let senders: [(name: String, count: Int)]

  /// How many more senders there are.
  let otherSenderCount: Int

  /// Counts messages by their senders, whose names are given.
  init(_ names: [String]) {
    count = names.count
    let counts = Dictionary(grouping: names) { $0 }.mapValues(\.count)
    let sorted = counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    senders = sorted.prefix(MessageDigest.maximumSenderCount).map { ($0.key, $0.value) }
    otherSenderCount = max(0, sorted.count - MessageDigest.maximumSenderCount)
  }
}
