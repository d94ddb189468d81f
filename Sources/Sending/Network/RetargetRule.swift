// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// Where a computer that is called may send the caller to instead: RFC 1002 4.3.5.
///
/// Anyone who answers a call could otherwise make this machine connect to whatever it can reach.
struct RetargetRule {
  /// A network that an interface of this machine is on: an address of it, and its netmask.
  struct Network: Equatable {
    let address: IPv4Address
    let mask: IPv4Address

    func contains(_ other: IPv4Address) -> Bool {
      (address.rawValue ^ other.rawValue) & mask.rawValue == 0
    }
  }

  private let networks: [Network]

  /// - Parameter networks: Those that this machine's interfaces are on.
  init(networks: [Network]) { self.networks = networks }

  /// Whether a call may be made there: another port of the same computer, or a computer on the same
  /// network, but not this machine.
  func permits(_ target: Endpoint, insteadOf called: Endpoint) -> Bool {
    guard target.address != called.address else { return true }
    let isHere = networks.contains { $0.address == target.address }
    return target.address.rawValue >> 24 != 127 && !isHere
      && networks.contains { $0.contains(called.address) && $0.contains(target.address) }
  }
}
