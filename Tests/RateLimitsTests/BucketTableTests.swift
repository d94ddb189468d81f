// SPDX-License-Identifier: Apache-2.0

import RateLimits
import Testing

@Suite struct BucketTableTests {
  let start = ContinuousClock.now
  let ann = "ann"

  @Test func `a burst of the limit is allowed, then one event at a time`() {
    var table = BucketTable<String>(RateLimit(count: 3, per: .seconds(30)), capacity: 8)
    let admitted = [0, 0, 0, 0, 9, 10, 11, 20].map {
      table.take(ann, at: start + .seconds($0))
    }
    #expect(admitted == [true, true, true, false, false, true, false, true])
  }

  @Test func `each sender has a bucket of its own`() {
    var table = BucketTable<String>(RateLimit(count: 1, per: .seconds(1)), capacity: 8)
    let one = table.take(ann, at: start)
    #expect(one)
    let another = table.take("ben", at: start)
    #expect(another)
    let twoOfOne = table.take(ann, at: start)
    #expect(!twoOfOne)
  }

  @Test func `a table that forgets admits ten thousand senders, and stays within its capacity`() {
    var table = BucketTable<Int>(
      RateLimit(count: 2, per: .seconds(1)), capacity: 64, overflow: .forgetsAllSenders)
    for sender in 0..<10_000 {
      let isTaken = table.take(sender, at: start)
      #expect(isTaken)
    }
    #expect(table.count <= 64)
  }

  @Test func `a table that refuses admits as many senders as its capacity`() {
    var table = BucketTable<Int>(RateLimit(count: 2, per: .seconds(1)), capacity: 64)
    let taken = (0..<10_000).filter { table.take($0, at: start) }
    #expect(taken == Array(0..<64))
    let later = table.take(64, at: start + .seconds(1))
    #expect(later)
  }
}
