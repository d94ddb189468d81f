// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@Suite struct IPv4NetworkTests {
  @Test(arguments: [
    ("192.0.2.0/24", "192.0.2.255", true), ("192.0.2.0/24", "192.0.3.0", false),
    ("192.0.2.77/24", "192.0.2.1", true), ("192.0.2.7", "192.0.2.7", true),
    ("192.0.2.7", "192.0.2.6", false), ("0.0.0.0/0", "255.255.255.255", true),
    ("10.0.0.0/8", "10.255.0.1", true), ("192.0.2.128/25", "192.0.2.127", false),
  ])
  func `a network contains its addresses`(text: String, address: String, isInside: Bool) throws {
    let network = try #require(IPv4Network(text))
    #expect(network.contains(try #require(IPv4Address(address))) == isInside)
  }

  @Test(arguments: [
    "", "/", "192.0.2.0/", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/+1", "192.0.2/24", "a/24",
    "192.0.2.0/24/1", "192.0.2.0/ 4", "2001:db8::/32", "192.0.2.0/024",
  ])
  func `other texts are refused as networks`(text: String) {
    #expect(IPv4Network(text) == nil)
  }

  @Test func `a network is written as it is read`() {
    #expect(IPv4Network("192.0.2.9/24")?.description == "192.0.2.0/24")
  }
}
