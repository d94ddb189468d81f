// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@testable import Listeners

@Suite struct SessionLimiterTests {
  let start = ContinuousClock.now
  let anna = IPv4Address(192, 0, 2, 1)
  let bert = IPv4Address(192, 0, 2, 2)

  private func limiter(total: Int = 4, perSource: Int = 2) -> SessionLimiter {
    var limits = SessionLimits()
    limits.total = total
    limits.perSource = perSource
    return SessionLimiter(limits: limits)
  }

  private static func address(_ number: Int) -> IPv4Address {
    IPv4Address(rawValue: 0x0A00_0000 + UInt32(number))
  }

  @Test func `one session too many of an address replaces its session with the oldest progress`() {
    var limiter = limiter()
    let first = limiter.open(1, from: anna, at: start)
    #expect(first == .admit)
    let second = limiter.open(2, from: anna, at: start + .seconds(1))
    #expect(second == .admit)
    limiter.advance(1, at: start + .seconds(2))
    let third = limiter.open(3, from: anna, at: start + .seconds(3))
    #expect(third == .replace(2))
    #expect(limiter.count == 2)
  }

  @Test func `a session with recent progress, or with a delivery under way, is not closed`() {
    var limiter = limiter()
    _ = limiter.open(1, from: anna, at: start)
    _ = limiter.open(2, from: anna, at: start)
    limiter.hold(1)
    let early = limiter.open(3, from: anna, at: start + .milliseconds(249))
    #expect(early == .refuse)
    let patient = limiter.open(4, from: anna, at: start + .seconds(1))
    #expect(patient == .replace(2))
    limiter.hold(4)
    let late = limiter.open(5, from: anna, at: start + .seconds(9))
    #expect(late == .refuse)
    limiter.release(1)
    let released = limiter.open(6, from: anna, at: start + .seconds(9))
    #expect(released == .replace(1))
  }

  @Test func `when all places are taken, the address with the most sessions loses one at once`() {
    var limiter = limiter(total: 3, perSource: 2)
    _ = limiter.open(1, from: bert, at: start)
    _ = limiter.open(2, from: anna, at: start)
    _ = limiter.open(3, from: anna, at: start)
    let carla = IPv4Address(192, 0, 2, 3)
    let decision = limiter.open(4, from: carla, at: start)
    #expect(decision == .replace(2))
    #expect(limiter.count == 3)
    // Now each address has as many: a new session replaces only a stalled one.
    let another = limiter.open(5, from: IPv4Address(192, 0, 2, 4), at: start)
    #expect(another == .refuse)
    let later = limiter.open(6, from: IPv4Address(192, 0, 2, 4), at: start + .seconds(1))
    #expect(later == .replace(1))
  }

  @Test func `an address with more than its share gets no further session`() {
    var limiter = limiter(total: 3, perSource: 3)
    _ = limiter.open(1, from: bert, at: start)
    _ = limiter.open(2, from: anna, at: start)
    _ = limiter.open(3, from: anna, at: start)
    let decision = limiter.open(4, from: anna, at: start)
    #expect(decision == .refuse)
  }

  @Test func `a thousand busy sessions of sixteen addresses keep no new address out`() {
    var limiter = limiter(total: 1024, perSource: 64)
    var now = start
    for id in 0..<1024 { _ = limiter.open(id, from: Self.address(id % 16), at: now) }
    for newcomer in 0..<500 {
      now += .milliseconds(1)
      // All of them make progress all the time.
      for id in 0..<1024 { limiter.advance(id, at: now) }
      let id = 10_000 + newcomer
      let decision = limiter.open(id, from: Self.address(1000 + newcomer % 34), at: now)
      #expect(decision != .refuse)
      limiter.close(id)
    }
  }

  @Test
  func `two thousand sessions that reconnect close no session of an address with only one`() {
    var limiter = limiter(total: 1024, perSource: 64)
    var now = start
    for id in 0..<1024 { _ = limiter.open(id, from: Self.address(id % 150), at: now) }
    let mine = 5000
    let decision = limiter.open(mine, from: anna, at: now)
    #expect(decision != .refuse)
    for id in 10_000..<30_000 {
      now += .microseconds(100)
      let other = limiter.open(id, from: Self.address(id % 150), at: now)
      #expect(other != .replace(mine))
    }
  }

  @Test func `a closed session makes room, and can be closed twice`() {
    var limiter = limiter(total: 1, perSource: 1)
    _ = limiter.open(1, from: anna, at: start)
    limiter.close(1)
    limiter.close(1)
    limiter.advance(1, at: start)
    limiter.hold(1)
    limiter.release(1)
    let next = limiter.open(2, from: anna, at: start)
    #expect(next == .admit)
    #expect(limiter.count == 1)
  }
}
