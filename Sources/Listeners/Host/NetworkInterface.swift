// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
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

  /// The hardware address in the low 48 bits; 0 where there is none.
  public let hardwareAddress: UInt64

  /// Creates an interface.
  public init(
    name: String, index: Int, address: IPv4Address, network: IPv4Network, broadcast: IPv4Address?,
    hardwareAddress: UInt64 = 0
  ) {
    self.hardwareAddress = hardwareAddress
    self.name = name
    self.index = index
    self.address = address
    self.network = network
    self.broadcast = broadcast
  }

  /// The interfaces of this machine that are up and have a link; none where the system call fails.
  public static func all() -> [NetworkInterface] {
    InterfaceAddress.all().filter { $0.isRunning }.map { device in
      let address = IPv4Address(rawValue: device.address)
      return NetworkInterface(
        name: device.name, index: device.index, address: address,
        network: IPv4Network(address, prefixLength: device.mask.nonzeroBitCount),
        broadcast: device.broadcast.map { IPv4Address(rawValue: $0) },
        hardwareAddress: device.hardwareAddress)
    }
  }

  /// Whether it reaches only this machine.
  public var isLoopback: Bool { IPv4Network.loopback.contains(address) }
}
