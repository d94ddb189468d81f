// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@testable import Listeners

@Suite struct NamedInterfaceTests {
  private static func interface(
    _ name: String, _ index: Int, _ address: IPv4Address, hasBroadcast: Bool = true
  ) -> NetworkInterface {
    let network = IPv4Network(address, prefixLength: 24)
    let broadcast = IPv4Address(rawValue: address.rawValue | 0xFF)
    return NetworkInterface(
      name: name, index: index, address: address, network: network,
      broadcast: hasBroadcast ? broadcast : nil)
  }

  private static let all = [
    interface("lo", 1, IPv4Address(127, 0, 0, 1), hasBroadcast: false),
    interface("eth0", 2, IPv4Address(192, 0, 2, 7)),
    interface("tun0", 3, IPv4Address(198, 51, 100, 7), hasBroadcast: false),
    interface("eth1", 4, IPv4Address(203, 0, 113, 7)),
  ]

  private static let server = IPv4Address(198, 51, 100, 1)

  @Test(
    arguments: [
      (NodeType?.none, nil, "eth0 eth1"), (.pointToPoint, nil, "eth0 eth1"),
      (nil, 203, "eth0 eth1*"), (.mixed, 198, "eth0 tun0* eth1"), (.hybrid, nil, "eth0* eth1"),
      (.pointToPoint, 198, "tun0*"), (.pointToPoint, 203, "eth1*"), (.broadcast, 203, "eth0 eth1"),
    ] as [(NodeType?, UInt8?, String)])
  func `the names are at the server for the interface that leads to it`(
    type: NodeType?, way: UInt8?, expected: String
  ) {
    // Without a server in the first two lines.
    let hasServer = type != nil && !(type == .pointToPoint && way == nil) || way != nil
    let settings = NodeSettings(nodeType: type, server: hasServer ? Self.server : nil)
    let found = NamedInterface.all(of: Self.all, for: settings) { _ in
      Self.all.map(\.address).first { $0.rawValue >> 24 == way.map(UInt32.init) }
    }
    #expect(
      found.map { $0.interface.name + ($0.leadsToServer ? "*" : "") }.joined(separator: " ")
        == expected)
  }

  @Test func `the usual node type is H with a server and B without one`() {
    #expect(NodeSettings(server: Self.server).nodeType == .hybrid)
    #expect(NodeSettings(server: nil) == .broadcast)
    #expect(NodeSettings(nodeType: .broadcast, server: Self.server) == .broadcast)
  }

  @Test func `a session may be silent for as long as at smbd`() {
    #expect(SessionLimits().idleTimeout >= .seconds(58))
    #expect(SessionLimits().duration >= SessionLimits().idleTimeout)
  }
}
