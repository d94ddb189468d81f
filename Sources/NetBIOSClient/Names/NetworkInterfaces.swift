// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import NetBIOS

/// The interfaces of this machine.
enum NetworkInterfaces {
  /// The broadcast addresses of all interfaces that are up, each once for an interface.
  static func broadcasts() -> [BroadcastTarget] {
    var targets: [BroadcastTarget] = []
    for interface in InterfaceAddress.all() {
      guard let broadcast = interface.broadcast else { continue }
      let target = BroadcastTarget(
        IPv4Address(rawValue: broadcast), over: interface.index > 0 ? interface.index : nil)
      if !targets.contains(target) { targets.append(target) }
    }
    return targets
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
