// SPDX-License-Identifier: Apache-2.0

import Messages
import RateLimits
import Testing

@testable import AgentPolicy

@Suite struct PopupLimiterTests {
  let start = ContinuousClock.now
  let limit = RateLimit(count: 2, per: .seconds(10))
  let criticalLimit = RateLimit(count: 3, per: .seconds(10))

  func admitted(
    _ limiter: inout PopupLimiter, _ sender: SenderKey, _ urgency: Urgency = .normal,
    of count: Int, at seconds: Int = 0
  ) -> Int {
    (0..<count).count { _ in limiter.admits(sender, urgency, at: start + .seconds(seconds)) }
  }

  @Test func `each sender has a limit, and another one for critical messages`() {
    var limiter = PopupLimiter(limit: limit, criticalLimit: criticalLimit)
    #expect(admitted(&limiter, .user(1), of: 9) == 2)
    #expect(admitted(&limiter, .user(1), .low, of: 9) == 0)
    #expect(admitted(&limiter, .user(2), of: 9) == 2)
    #expect(admitted(&limiter, .user(1), .critical, of: 9) == 3)
    #expect(admitted(&limiter, .user(1), of: 9, at: 5) == 1)
  }

  @Test func `all addresses together have the limit of four senders`() {
    var limiter = PopupLimiter(limit: limit, criticalLimit: criticalLimit)
    let count = (0..<100).reduce(0) { sum, number in
      sum + admitted(&limiter, .address("192.0.2.\(number)"), of: 9)
    }
    #expect(count == 4 * limit.count)
    #expect(admitted(&limiter, .user(1), of: 9) == 2)
  }

  @Test func `all uids without an account have the limit of one sender`() {
    var limiter = PopupLimiter(limit: limit, criticalLimit: criticalLimit)
    let count = (UInt32(100_000)..<100_100).reduce(0) { sum, uid in
      let sender = SenderKey(sender: uid, name: "\(uid)", origin: .mailslot)
      return sum + admitted(&limiter, sender, of: 9)
    }
    #expect(count == limit.count)
    #expect(admitted(&limiter, .user(1), of: 9) == 2)
  }

  @Test func `a full table drops full buckets and no others`() {
    var table = BucketTable<SenderKey>(limit, capacity: 3)
    // Users 1 and 2 have full buckets after 5 s, user 3 after 10 s.
    let asked: [(sender: UInt32, milliseconds: Int, given: Bool)] = [
      (1, 0, true), (2, 0, true), (3, 0, true), (4, 0, false), (3, 0, true), (4, 4999, false),
      (4, 5000, true), (3, 5000, true), (3, 5000, false),
    ]
    for (sender, milliseconds, given) in asked {
      let taken = table.take(.user(sender), at: start + .milliseconds(milliseconds))
      #expect(taken == given, "user \(sender) after \(milliseconds) ms")
    }
    #expect(table.count == 2)
  }

  @Test func `invented addresses do not take a user's place`() {
    var limiter = PopupLimiter(limit: limit, criticalLimit: criticalLimit, capacity: 10)
    for number in 0..<1000 {
      _ = limiter.admits(.address("2001:db8::\(number)"), .normal, at: start)
    }
    #expect(admitted(&limiter, .user(7), of: 9) == 2)
  }

  @Test func `the number of remembered senders is bounded`() {
    var table = BucketTable<SenderKey>(limit, capacity: 100)
    for number in UInt32(0)..<100_000 {
      _ = table.take(.user(number), at: start + .milliseconds(Int(number)))
    }
    #expect(table.count <= 100)
  }
}
