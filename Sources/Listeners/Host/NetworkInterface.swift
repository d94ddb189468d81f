// SPDX-License-Identifier: Apache-2.0

import NIOCore
public import NetBIOS

/// An interface of this machine with one of its IPv4 addresses.
public struct NetworkInterface: Hashable, Sendable {
  /// Its name: `eth0`.
  public let name: String

  /// Its number: if_nametoindex(3).
  public let index: Int

  /// Its address.
  public let address: IPv4Address

  /// The network on it.
  public let network: IPv4Network

  /// The broadcast address; `nil` where there is none, as on loopback.
  public let broadcast: IPv4Address?

  /// Creates an interface.
  public init(
    name: String, index: Int, address: IPv4Address, network: IPv4Network, broadcast: IPv4Address?
  ) {
    self.name = name
    self.index = index
    self.address = address
    self.network = network
    self.broadcast = broadcast
  }

  /// The interfaces that this machine has now; none where the system call fails.
  ///
  /// The corresponding C function is `getifaddrs`.
  public static func all() -> [NetworkInterface] {
    let devices = (try? System.enumerateDevices()) ?? []
    return devices.compactMap(NetworkInterface.init)
  }

  private init?(_ device: NIONetworkDevice) {
    guard let address = device.address.flatMap(IPv4Address.init),
      let netmask = device.netmask.flatMap(IPv4Address.init)
    else { return nil }
    name = device.name
    index = device.interfaceIndex
    self.address = address
    network = IPv4Network(address, prefixLength: netmask.rawValue.nonzeroBitCount)
    broadcast = device.broadcastAddress.flatMap(IPv4Address.init)
  }

  /// Whether it reaches only this machine.
  public var isLoopback: Bool { IPv4Network.loopback.contains(address) }
}
