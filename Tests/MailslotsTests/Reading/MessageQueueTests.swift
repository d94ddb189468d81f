// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Mailslots

@Suite struct MessageQueueTests {
  private func message(_ byte: UInt8 = 0, size: Int = 1, from userID: UInt32 = 1000)
    -> MailslotMessage
  {
    MailslotMessage(
      bytes: [UInt8](repeating: byte, count: size),
      credentials: PeerCredentials(processID: 1, userID: userID, groupID: userID))
  }

  private func queue(_ quota: MailslotQuota) -> MessageQueue {
    MessageQueue(quota: quota, exemptUserIDs: [0])
  }

  @Test func `messages come out in the order in which they went in`() {
    var queue = queue(.unlimited)
    var (added, taken) = (0, 0)
    for round in 0..<400 {
      for _ in 0..<(round % 37) {
        queue.append(message(UInt8(truncatingIfNeeded: added)))
        added += 1
      }
      for message in queue.popFirst(round % 29) {
        #expect(message.bytes == [UInt8(truncatingIfNeeded: taken)])
        taken += 1
      }
      #expect(queue.count == added - taken)
    }
    #expect(queue.popFirst(.max).count == added - taken)
    #expect(queue.nextSize == nil)
    #expect(queue.popFirst() == nil)
  }

  @Test func `a queue is full at its number of messages, and has room at three quarters`() {
    var queue = queue(MailslotQuota(messageCount: 8, shares: 1))
    for count in 1...8 {
      #expect(!queue.isFull)
      queue.append(message())
      #expect(queue.isFull == (count == 8))
    }
    _ = queue.popFirst()
    #expect(!queue.hasRoom)
    _ = queue.popFirst(2)
    #expect(queue.hasRoom)
  }

  @Test func `a queue is full at its number of bytes`() {
    var queue = queue(MailslotQuota(byteCount: 100, shares: 1))
    queue.append(message(size: 99))
    #expect(!queue.isFull)
    queue.append(message(size: 1))
    #expect(queue.isFull)
    queue.removeAll()
    #expect(!queue.isFull && queue.hasRoom && queue.count == 0)
  }

  @Test(arguments: [(1000, true), (0, false)] as [(UInt32, Bool)])
  func `a user fills only a share, root all of it`(userID: UInt32, isFull: Bool) {
    var queue = queue(MailslotQuota(messageCount: 8, shares: 4, excess: .waits))
    for _ in 0..<2 { queue.append(message(from: userID)) }
    #expect(queue.isFull == isFull)
    for _ in 0..<6 { queue.append(message(from: userID)) }
    #expect(queue.isFull)
  }

  @Test func `a full share of one user does not keep other users out`() {
    var queue = queue(MailslotQuota(messageCount: 8, shares: 4, excess: .isRefused))
    for _ in 0..<2 {
      #expect(!queue.refuses(1000))
      queue.append(message(from: 1000))
    }
    #expect(queue.refuses(1000))
    #expect(!queue.refuses(1001))
    #expect(!queue.isFull)
    _ = queue.popFirst()
    #expect(!queue.refuses(1000))
  }

  @Test func `an unlimited queue is never full`() {
    var queue = queue(.unlimited)
    for _ in 0..<10_000 { queue.append(message()) }
    #expect(!queue.isFull)
    #expect(queue.hasRoom)
  }
}
