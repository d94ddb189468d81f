// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import Testing

@testable import MessengerGateway

@Suite struct AccountCacheTests {
  private static let ann = Account(name: "ann", userID: 1, groupID: 1, home: "/home/ann")

  private let start = ContinuousClock.now

  /// How many of the looks at these seconds ask for the account.
  private func lookUps(of account: Account?, at seconds: [Int]) -> Int {
    var (cache, count) = (AccountCache(), 0)
    for second in seconds {
      let found = cache.account(named: "ann", at: start + .seconds(second)) { name in
        #expect(name == "ann")
        count += 1
        return account
      }
      #expect(found == account)
    }
    return count
  }

  @Test(arguments: [
    ([0, 0, 1, 599], 1), ([0, 600], 2), ([0, 599, 600, 1199], 2),
  ])
  func `an account is asked for again when its answer expires`(seconds: [Int], expected: Int) {
    #expect(lookUps(of: Self.ann, at: seconds) == expected)
  }

  @Test(arguments: [([0, 0, 1, 59], 1), ([0, 60], 2), ([0, 59, 60, 119, 120], 3)])
  func `that a name has no account is remembered, for a shorter time`(
    seconds: [Int], expected: Int
  ) {
    #expect(lookUps(of: nil, at: seconds) == expected)
  }

  @Test func `a full cache forgets expired answers first, then all`() {
    var (cache, count) = (AccountCache(), 0)
    func look(_ name: String, at second: Int) {
      _ = cache.account(named: name, at: start + .seconds(second)) { _ in
        count += 1
        return nil
      }
    }
    for number in 0..<AccountCache.maximumCount - 1 { look("user\(number)", at: 0) }
    look("late", at: 30)
    count = 0
    // Room for this one comes from the answers that have expired.
    look("new", at: 60)
    look("late", at: 60)
    #expect(count == 1)
    look("user0", at: 60)
    #expect(count == 2)
    for number in 0..<AccountCache.maximumCount - 3 { look("other\(number)", at: 60) }
    count = 0
    look("one more", at: 60)
    look("late", at: 60)
    #expect(count == 2)
  }
}
