// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import NetBIOS

/// The interfaces of this machine.
enum NetworkInterfaces {
  /// The broadcast addresses of all interfaces that are up, each once.
  static func broadcastAddresses() -> [IPv4Address] {
    var addresses: [IPv4Address] = []
    for interface in InterfaceAddress.all() {
      guard let broadcast = interface.broadcast else { continue }
      let address = IPv4Address(rawValue: broadcast)
      if !addresses.contains(address) { addresses.append(address) }
    }
    return addresses
  }

  /// The addresses of this machine, and the networks that they are on.
  static func all() -> [RetargetRule.Interface] {
    InterfaceAddress.all().map { interface in
      let address = IPv4Address(rawValue: interface.address)
      let network = IPv4Network(address, prefixLength: interface.mask.nonzeroBitCount)
      return RetargetRule.Interface(address: address, network: network)
    }
  }
}
