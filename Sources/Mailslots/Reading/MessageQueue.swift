// SPDX-License-Identifier: Apache-2.0

/// The messages that wait in a mailslot, oldest first, and what each user has of them.
struct MessageQueue {
  private struct Share {
    var messageCount = 0
    var byteCount = 0
  }

  /// The messages from `head` on; what is before it was taken.
  private var messages: [MailslotMessage?] = []
  private var head = 0
  private var byteCount = 0
  private var shares: [UInt32: Share] = [:]

  private let quota: MailslotQuota
  private let exemptUserIDs: [UInt32]

  /// Creates an empty queue.
  ///
  /// - Parameter exemptUserIDs: The few users who have no share but the whole.
  init(quota: MailslotQuota, exemptUserIDs: [UInt32]) {
    self.quota = quota
    self.exemptUserIDs = exemptUserIDs
  }

  /// How many messages wait.
  var count: Int { messages.count - head }

  /// The size of the message that is taken next, in bytes.
  var nextSize: Int? { head < messages.count ? messages[head]?.bytes.count : nil }

  /// Whether a message of that user would be over its share, so that it is refused.
  func refuses(_ userID: UInt32) -> Bool {
    guard quota.excess == .isRefused, let share = shares[userID] else { return false }
    return isOver(share, parts: 1, of: 1)
  }

  /// Whether no more is to be taken from the kernel.
  var isFull: Bool { isFilled(parts: 1, of: 1) }

  /// Whether so much was read that taking more is worth it: a quarter.
  var hasRoom: Bool { !isFilled(parts: 3, of: 4) }

  /// Adds a message at the end.
  mutating func append(_ message: MailslotMessage) {
    messages.append(message)
    byteCount += message.bytes.count
    guard !exemptUserIDs.contains(message.credentials.userID) else { return }
    shares[message.credentials.userID, default: Share()].messageCount += 1
    shares[message.credentials.userID, default: Share()].byteCount += message.bytes.count
  }

  /// Takes the oldest message.
  mutating func popFirst() -> MailslotMessage? {
    guard head < messages.count, let message = messages[head] else { return nil }
    messages[head] = nil
    head += 1
    byteCount -= message.bytes.count
    giveBack(message)
    // Moving the rest down costs no more than taking what is before it did.
    if head == messages.count {
      messages.removeAll(keepingCapacity: messages.capacity <= 1024)
      head = 0
    } else if head >= 1024, head * 2 >= messages.count {
      messages.removeFirst(head)
      head = 0
    }
    return message
  }

  /// Takes up to `limit` of the oldest messages, and no more behind ``batchByteCount`` bytes.
  mutating func popFirst(_ limit: Int) -> [MailslotMessage] {
    var taken: [MailslotMessage] = []
    var size = 0
    taken.reserveCapacity(min(limit, count))
    while taken.count < limit, size < MessageQueue.batchByteCount, let message = popFirst() {
      taken.append(message)
      size += message.bytes.count
    }
    return taken
  }

  /// After how many bytes a batch ends: 1 MiB.
  ///
  /// Long messages of one writer do not hold up the short one behind them for longer.
  private static let batchByteCount = 1 << 20

  /// Drops all messages.
  mutating func removeAll() {
    self = MessageQueue(quota: quota, exemptUserIDs: exemptUserIDs)
  }

  private mutating func giveBack(_ message: MailslotMessage) {
    let userID = message.credentials.userID
    // Most often nobody has one, and to look for one takes longer than all else here.
    guard !shares.isEmpty, var share = shares[userID] else { return }
    share.messageCount -= 1
    share.byteCount -= message.bytes.count
    shares[userID] = share.messageCount == 0 ? nil : share
  }

  private func isFilled(parts: Int, of whole: Int) -> Bool {
    count >= portion(quota.messageCount, parts, whole)
      || byteCount >= portion(quota.byteCount, parts, whole)
      || quota.excess == .waits && shares.values.contains { isOver($0, parts: parts, of: whole) }
  }

  private func isOver(_ share: Share, parts: Int, of whole: Int) -> Bool {
    share.messageCount >= portion(quota.messageCount / quota.shares, parts, whole)
      || share.byteCount >= portion(quota.byteCount / quota.shares, parts, whole)
  }

  /// A part of a bound, which is never none at all.
  private func portion(_ bound: Int, _ parts: Int, _ whole: Int) -> Int {
    max(1, bound / whole * parts + bound % whole * parts / whole)
  }
}
