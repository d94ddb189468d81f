// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@testable import Listeners

@Suite struct SourceLimiterTests {
  let start = ContinuousClock.now
  let anna = IPv4Address(192, 0, 2, 1)

  @Test func `so many are admitted at once, then as fast as the limit says`() {
    var limiter = SourceLimiter(SourceLimit(3, per: .seconds(30)))
    let admitted = [0, 0, 0, 0, 9, 10, 11, 20].map {
      limiter.admits(anna, at: start + .seconds($0))
    }
    #expect(admitted == [true, true, true, false, false, true, false, true])
  }

  @Test func `each address has a limit of its own`() {
    var limiter = SourceLimiter(SourceLimit(1, per: .seconds(1)))
    let one = limiter.admits(anna, at: start)
    #expect(one)
    let another = limiter.admits(IPv4Address(192, 0, 2, 2), at: start)
    #expect(another)
    let twoOfOne = limiter.admits(anna, at: start)
    #expect(!twoOfOne)
  }

  @Test func `forged addresses do not fill the memory`() {
    var limiter = SourceLimiter(SourceLimit(2, per: .seconds(1)), capacity: 64)
    for number in 0..<10_000 as Range<UInt32> {
      let isAdmitted = limiter.admits(IPv4Address(rawValue: number), at: start)
      #expect(isAdmitted)
    }
    #expect(limiter.count <= 64)
  }
}

@Suite struct SessionLedgerTests {
  let start = ContinuousClock.now
  let anna = IPv4Address(192, 0, 2, 1)
  let bert = IPv4Address(192, 0, 2, 2)

  private func ledger(total: Int = 4, perSource: Int = 2) -> SessionLedger {
    var limits = SessionLimits()
    limits.total = total
    limits.perSource = perSource
    return SessionLedger(limits: limits)
  }

  @Test func `one too many of an address takes the place of its longest silent one`() {
    var ledger = ledger()
    let first = ledger.open(1, from: anna, at: start)
    #expect(first == .admit)
    let second = ledger.open(2, from: anna, at: start + .seconds(1))
    #expect(second == .admit)
    ledger.hear(1, at: start + .seconds(2))
    let third = ledger.open(3, from: anna, at: start + .seconds(3))
    #expect(third == .replace(2))
    #expect(ledger.count == 2)
  }

  @Test func `one who has just spoken, or waits for us, is not sent away`() {
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
  }

  @Test func `when all places are taken, the address with the most gives one up`() {
    var ledger = ledger(total: 3, perSource: 2)
    _ = ledger.open(1, from: bert, at: start)
    _ = ledger.open(2, from: anna, at: start)
    _ = ledger.open(3, from: anna, at: start)
    let carla = IPv4Address(192, 0, 2, 3)
    let hasty = ledger.open(4, from: carla, at: start)
    #expect(hasty == .refuse)
    let decision = ledger.open(5, from: carla, at: start + .seconds(2))
    #expect([.replace(2), .replace(3)].contains(decision))
    #expect(ledger.count == 3)
  }

  @Test func `what is closed makes room, and can be closed twice`() {
    var ledger = ledger(total: 1, perSource: 1)
    _ = ledger.open(1, from: anna, at: start)
    ledger.close(1)
    ledger.close(1)
    let next = ledger.open(2, from: anna, at: start)
    #expect(next == .admit)
    #expect(ledger.count == 1)
  }
}
