// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@testable import NetBIOSClient

@Suite struct RetargetRuleTests {
  private static let rule = RetargetRule(
    interfaces: [
      (IPv4Address(127, 0, 0, 1), 8), (IPv4Address(192, 0, 2, 1), 24),
      (IPv4Address(10, 1, 0, 1), 16),
    ].map { address, length in
      RetargetRule.Interface(
        address: address, network: IPv4Network(address, prefixLength: length))
    })

  @Test(arguments: [
    ("192.0.2.20", "192.0.2.30", true), ("192.0.2.20", "192.0.2.20", true),
    ("10.1.0.2", "10.1.255.3", true), ("192.0.2.20", "198.51.100.1", false),
    ("192.0.2.20", "10.1.0.2", false), ("192.0.2.20", "127.0.0.1", false),
    ("192.0.2.20", "192.0.2.1", false), ("127.0.0.1", "127.0.0.2", false),
    ("127.0.0.1", "127.0.0.1", true), ("198.51.100.1", "198.51.100.2", false),
    ("198.51.100.1", "198.51.100.1", true),
  ])
  func `a caller follows a retarget to the same computer or its network`(
    called: String, target: String, isPermitted: Bool
  ) throws {
    let here = Endpoint(address: try #require(IPv4Address(called)), port: 139)
    let there = Endpoint(address: try #require(IPv4Address(target)), port: 22)
    #expect(Self.rule.permits(there, insteadOf: here) == isPermitted)
  }
}
