// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// Decides whether a caller may follow the retarget of a called computer: RFC 1002 4.3.5.
///
/// Without a rule, a computer that answers a call could make this machine connect to any host.
struct RetargetRule {
  /// An address of this machine, and the network that it is on.
  struct Interface: Equatable {
    let address: IPv4Address
    let network: IPv4Network
  }

  private let interfaces: [Interface]

  /// Creates a rule.
  ///
  /// - Parameter interfaces: All addresses of this machine.
  init(interfaces: [Interface]) { self.interfaces = interfaces }

  /// Whether the call may go there: to another port of the same computer, or to a computer on the same
  /// network that is not this machine.
  func permits(_ target: Endpoint, insteadOf called: Endpoint) -> Bool {
    guard target.address != called.address else { return true }
    let isHere = interfaces.contains { $0.address == target.address }
    return target.address.rawValue >> 24 != 127 && !isHere
      && interfaces.contains {
        $0.network.contains(called.address) && $0.network.contains(target.address)
      }
  }
}
