// SPDX-License-Identifier: Apache-2.0

/// The messages that wait in a mailslot, oldest first, and the share of each user.
struct MessageQueue {
  private struct Share {
    var messageCount = 0
    var byteCount = 0
  }

  /// The oldest messages, the next one last, so that taking it moves no other.
  private var oldest: [MailslotMessage] = []

  /// The messages that came after them, in their order.
  private var newest: [MailslotMessage] = []

  /// How many bytes the messages have together.
  private(set) var byteCount = 0
  private var shares: [UInt32: Share] = [:]

  private let quota: MailslotQuota
  private let exemptUserIDs: [UInt32]

  /// Creates an empty queue.
  ///
  /// - Parameter exemptUserIDs: The users who may fill the whole queue.
  init(quota: MailslotQuota, exemptUserIDs: [UInt32]) {
    self.quota = quota
    self.exemptUserIDs = exemptUserIDs
  }

  /// How many messages wait.
  var count: Int { oldest.count + newest.count }

  /// The size of the next message, in bytes.
  var nextSize: Int? { (oldest.last ?? newest.first)?.bytes.count }

  /// Whether a message of a user is over the user's share, and refused.
  func refuses(_ userID: UInt32) -> Bool {
    guard quota.excess == .isRefused, let share = shares[userID] else { return false }
    return isOver(share, parts: 1, of: 1)
  }

  /// Whether no more messages may be taken from the kernel.
  var isFull: Bool { isFilled(parts: 1, of: 1) }

  /// Whether a quarter of the queue is free, so that the draining thread goes on.
  var hasRoom: Bool { !isFilled(parts: 3, of: 4) }

  /// Adds a message at the end.
  mutating func append(_ message: consuming MailslotMessage) {
    let (size, userID) = (message.bytes.count, message.credentials.userID)
    newest.append(message)
    byteCount += size
    guard !exemptUserIDs.contains(userID) else { return }
    shares[userID, default: Share()].messageCount += 1
    shares[userID, default: Share()].byteCount += size
  }

  /// For how many messages there is room in memory at most while none waits, twice.
  private static let keptCapacity = 1024

  /// Takes the oldest message.
  mutating func popFirst() -> MailslotMessage? {
    if oldest.isEmpty {
      // Each message moves once, and no reference to it is counted.
      oldest.reserveCapacity(newest.count)
      while let message = newest.popLast() { oldest.append(message) }
      if newest.capacity > MessageQueue.keptCapacity { newest = [] }
    }
    guard let message = oldest.popLast() else { return nil }
    if oldest.isEmpty, oldest.capacity > MessageQueue.keptCapacity { oldest = [] }
    byteCount -= message.bytes.count
    giveBack(message.bytes.count, of: message.credentials.userID)
    return message
  }

  /// Takes up to `limit` of the oldest messages, and stops after ``batchByteCount`` bytes.
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
  /// So a short message waits for few long ones.
  private static let batchByteCount = 1 << 20

  /// Drops all messages.
  mutating func removeAll() {
    self = MessageQueue(quota: quota, exemptUserIDs: exemptUserIDs)
  }

  private mutating func giveBack(_ size: Int, of userID: UInt32) {
    // As a rule no user has a share, and a look-up takes longer than all else here.
    guard !shares.isEmpty, var share = shares[userID] else { return }
    share.messageCount -= 1
    share.byteCount -= size
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

  /// A part of a bound: 1 or more.
  private func portion(_ bound: Int, _ parts: Int, _ whole: Int) -> Int {
    max(1, bound / whole * parts + bound % whole * parts / whole)
  }
}
