// SPDX-License-Identifier: Apache-2.0

import Messages

/// Who answers for a message: what limits, lists and bursts go by.
///
/// Never the claimed From. A message that the gateway brings in carries the gateway's uid, so it
/// counts for the address it came from.
enum SenderKey: Hashable, Sendable {
  /// A user of this machine, proven by the kernel.
  case user(UInt32)

  /// An address of the network: unverified.
  case address(String)

  /// Creates the key of a delivery's sender.
  init(sender: UInt32, origin: Origin) {
    switch origin {
    case .mailslot, .spool: self = .user(sender)
    case .datagram(let address), .session(let address): self = .address(address)
    }
  }

  /// Whether the kernel has proven the sender.
  var isProven: Bool {
    switch self {
    case .user: true
    case .address: false
    }
  }
}
