// SPDX-License-Identifier: Apache-2.0

import NetBIOS

/// Where a broadcast goes.
struct BroadcastTarget: Equatable {
  /// The broadcast address.
  let address: IPv4Address

  /// The number of the interface; `nil` to follow the routing table.
  let interface: Int?

  /// Creates a target.
  init(_ address: IPv4Address, over interface: Int? = nil) {
    self.address = address
    self.interface = interface
  }
}
