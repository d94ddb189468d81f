// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// Decides whether a caller may follow the retarget of a called computer: RFC 1002 4.3.5.
///
/// Without a rule, a computer that answers a call could make this machine connect to any host.
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

  /// Creates a rule.
  ///
  /// - Parameter networks: The networks that this machine's interfaces are on.
  init(networks: [Network]) { self.networks = networks }

  /// Whether the call may go there: to another port of the same computer, or to a computer on the same
  /// network that is not this machine.
  func permits(_ target: Endpoint, insteadOf called: Endpoint) -> Bool {
    guard target.address != called.address else { return true }
    let isHere = networks.contains { $0.address == target.address }
    return target.address.rawValue >> 24 != 127 && !isHere
      && networks.contains { $0.contains(called.address) && $0.contains(target.address) }
  }
}
