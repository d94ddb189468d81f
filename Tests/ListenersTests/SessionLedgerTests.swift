// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@testable import Listeners

@Suite struct SessionLedgerTests {
  let start = ContinuousClock.now
  let anna = IPv4Address(192, 0, 2, 1)
  let bert = IPv4Address(192, 0, 2, 2)

  private func ledger(total: Int = 4, perSource: Int = 2) -> SessionLimiter {
    var limits = SessionLimits()
    limits.total = total
    limits.perSource = perSource
    return SessionLimiter(limits: limits)
  }

  private static func address(_ number: Int) -> IPv4Address {
    IPv4Address(rawValue: 0x0A00_0000 + UInt32(number))
  }

  @Test func `one too many of an address takes the place of its session that is furthest behind`() {
    var ledger = ledger()
    let first = ledger.open(1, from: anna, at: start)
    #expect(first == .admit)
    let second = ledger.open(2, from: anna, at: start + .seconds(1))
    #expect(second == .admit)
    ledger.advance(1, at: start + .seconds(2))
    let third = ledger.open(3, from: anna, at: start + .seconds(3))
    #expect(third == .replace(2))
    #expect(ledger.count == 2)
  }

  @Test func `a session that has just come nearer to a message, or waits for us, is not closed`() {
    var ledger = ledger()
    _ = ledger.open(1, from: anna, at: start)
    _ = ledger.open(2, from: anna, at: start)
    ledger.hold(1)
    let early = ledger.open(3, from: anna, at: start + .milliseconds(249))
    #expect(early == .refuse)
    let patient = ledger.open(4, from: anna, at: start + .seconds(1))
    #expect(patient == .replace(2))
    ledger.hold(4)
    let late = ledger.open(5, from: anna, at: start + .seconds(9))
    #expect(late == .refuse)
    ledger.release(1)
    let released = ledger.open(6, from: anna, at: start + .seconds(9))
    #expect(released == .replace(1))
  }

  @Test func `when all places are taken, the address with the most gives one up at once`() {
    var ledger = ledger(total: 3, perSource: 2)
    _ = ledger.open(1, from: bert, at: start)
    _ = ledger.open(2, from: anna, at: start)
    _ = ledger.open(3, from: anna, at: start)
    let carla = IPv4Address(192, 0, 2, 3)
    let decision = ledger.open(4, from: carla, at: start)
    #expect(decision == .replace(2))
    #expect(ledger.count == 3)
    // Now each has as many: a newcomer takes only a place where nothing has happened for a while.
    let another = ledger.open(5, from: IPv4Address(192, 0, 2, 4), at: start)
    #expect(another == .refuse)
    let later = ledger.open(6, from: IPv4Address(192, 0, 2, 4), at: start + .seconds(1))
    #expect(later == .replace(1))
  }

  @Test func `an address that has more than its share gets no more`() {
    var ledger = ledger(total: 3, perSource: 3)
    _ = ledger.open(1, from: bert, at: start)
    _ = ledger.open(2, from: anna, at: start)
    _ = ledger.open(3, from: anna, at: start)
    let decision = ledger.open(4, from: anna, at: start)
    #expect(decision == .refuse)
  }

  @Test func `a thousand sessions of sixteen addresses that always speak keep no newcomer out`() {
    var ledger = ledger(total: 1024, perSource: 64)
    var now = start
    for id in 0..<1024 { _ = ledger.open(id, from: Self.address(id % 16), at: now) }
    for newcomer in 0..<500 {
      now += .milliseconds(1)
      // They do what counts as progress as often as they like.
      for id in 0..<1024 { ledger.advance(id, at: now) }
      let id = 10_000 + newcomer
      let decision = ledger.open(id, from: Self.address(1000 + newcomer % 34), at: now)
      #expect(decision != .refuse)
      ledger.close(id)
    }
  }

  @Test
  func `two thousand sessions that come again and again close no session of an address alone`() {
    var ledger = ledger(total: 1024, perSource: 64)
    var now = start
    for id in 0..<1024 { _ = ledger.open(id, from: Self.address(id % 150), at: now) }
    let mine = 5000
    let decision = ledger.open(mine, from: anna, at: now)
    #expect(decision != .refuse)
    for id in 10_000..<30_000 {
      now += .microseconds(100)
      let other = ledger.open(id, from: Self.address(id % 150), at: now)
      #expect(other != .replace(mine))
    }
  }

  @Test func `what is closed makes room, and can be closed twice`() {
    var ledger = ledger(total: 1, perSource: 1)
    _ = ledger.open(1, from: anna, at: start)
    ledger.close(1)
    ledger.close(1)
    ledger.advance(1, at: start)
    ledger.hold(1)
    ledger.release(1)
    let next = ledger.open(2, from: anna, at: start)
    #expect(next == .admit)
    #expect(ledger.count == 1)
  }
}
