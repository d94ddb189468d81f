// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@testable import Listeners

@Suite struct CountBySourceTests {
  let anna = IPv4Address(192, 0, 2, 1)
  let bert = IPv4Address(192, 0, 2, 2)

  @Test func `an address that uses all its places leaves room for another`() {
    var count = CountBySource(total: 4, perSource: 3)
    for _ in 0..<3 { count.add(anna) }
    #expect(!count.hasRoom(for: anna) && count.hasRoom(for: bert))
    count.add(bert)
    #expect(!count.hasRoom(for: bert))
    count.remove(anna)
    count.remove(IPv4Address(192, 0, 2, 3))
    #expect(count.hasRoom(for: anna) && count.hasRoom(for: bert))
  }
}
