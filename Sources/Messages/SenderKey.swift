// SPDX-License-Identifier: Apache-2.0

/// The sender to whom a message counts: limits, quotas and bursts are kept for each key.
///
/// It never depends on the claimed From. A message that the gateway brings in has the gateway's uid,
/// so it counts to the address from which it came.
public enum SenderKey: Hashable, Sendable {
  /// A user of this machine with an account, proven by the kernel.
  case user(UInt32)

  /// All uids without an account together.
  ///
  /// A user may have tens of thousands of them for containers: subuid(5).
  case usersWithoutAccount

  /// An address of the network, which is unverified, or a user of another machine of the realm: `ann@web1`.
  case address(String)

  /// Creates the key of a sender.
  ///
  /// - Parameters:
  ///   - sender: The uid that the kernel proved.
  ///   - name: The login name of that uid; the uid in digits where there is no account.
  ///   - origin: The way by which the message came.
  public init(sender: UInt32, name: String, origin: Origin) {
    switch origin {
    case .datagram(let address), .session(let address), .realm(let address):
      self = .address(address)
    case .mailslot, .spool:
      self = name == String(sender) ? .usersWithoutAccount : .user(sender)
    }
  }

  /// Creates the key of a delivery's sender.
  public init(_ delivery: Delivery) {
    self.init(sender: delivery.sender, name: delivery.senderName, origin: delivery.origin)
  }

  /// Whether the kernel has proven the sender.
  public var isProven: Bool { pool == nil }

  /// The senders with whom this one shares limits; `nil` for a user of this machine.
  public var pool: SenderPool? {
    switch self {
    case .user, .usersWithoutAccount: nil
    case .address(let address):
      // An address of the network has no @.
      address.utf8.lastIndex(of: UInt8(ascii: "@")).map {
        .machine(String(address[address.utf8.index(after: $0)...]))
      } ?? .network
    }
  }
}
