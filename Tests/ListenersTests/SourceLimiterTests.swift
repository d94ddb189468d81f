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
