// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import RateLimits

@Suite struct TokenBucketTests {
  static let start = ContinuousClock.now

  /// When a caller asks for tokens, in tenths of a second, and which of them it gets.
  struct Script: CustomTestStringConvertible {
    let name: String
    let limit: RateLimit
    let asked: [Int]
    let given: [Bool]

    var testDescription: String { name }
  }

  static let scripts = [
    Script(
      name: "a burst gets the count", limit: RateLimit(count: 5, per: .seconds(10)),
      asked: [0, 0, 0, 0, 0, 0], given: [true, true, true, true, true, false]),
    Script(
      name: "one comes back after a fifth of the window",
      limit: RateLimit(count: 5, per: .seconds(10)),
      asked: [0, 0, 0, 0, 0, 19, 20, 21, 40],
      given: [true, true, true, true, true, false, true, false, true]),
    Script(
      name: "all come back after the window", limit: RateLimit(count: 2, per: .seconds(1)),
      asked: [0, 0, 10, 10, 10], given: [true, true, true, true, false]),
    Script(
      name: "a third of a second has no exact length", limit: RateLimit(count: 3, per: .seconds(1)),
      asked: [0, 0, 0, 0, 3, 4, 4, 10], given: [true, true, true, false, false, true, false, true]),
    Script(
      name: "none is ever given of none", limit: RateLimit(count: 0, per: .seconds(1)),
      asked: [0, 1000], given: [false, false]),
    Script(
      name: "time that runs backwards gives nothing", limit: RateLimit(count: 1, per: .seconds(1)),
      asked: [100, 50, 0, 110], given: [true, false, false, true]),
  ]

  @Test(arguments: scripts) func `tokens return with time`(script: Script) {
    var bucket = TokenBucket(script.limit)
    let given = script.asked.map { tenths in
      bucket.take(at: Self.start + .milliseconds(100 * tenths))
    }
    #expect(given == script.given)
  }

  @Test func `a bucket says when it is full again`() {
    var bucket = TokenBucket(RateLimit(count: 5, per: .seconds(10)))
    #expect(bucket.refills(after: Self.start) == nil)
    _ = bucket.take(at: Self.start)
    _ = bucket.take(at: Self.start)
    #expect(bucket.refills(after: Self.start) == Self.start + .seconds(4))
    #expect(bucket.refills(after: Self.start + .seconds(4)) == nil)
  }

  @Test func `a multiple that overflows is the largest number`() {
    let limit = RateLimit(count: .max / 2, per: .seconds(1))
    #expect(limit.multiplied(by: 4).count == .max)
  }
}
