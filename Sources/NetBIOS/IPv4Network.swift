// SPDX-License-Identifier: Apache-2.0

import Wire

/// A network of IPv4 addresses: `192.0.2.0/24`.
public struct IPv4Network: Hashable, Sendable {
  /// 127.0.0.0/8: this machine.
  public static let loopback = IPv4Network(IPv4Address(127, 0, 0, 1), prefixLength: 8)

  /// The first address of the network.
  public let address: IPv4Address

  /// How many leading bits all its addresses share: 0…32.
  public let prefixLength: Int

  /// Creates the network of an address.
  ///
  /// `prefixLength` is 0…32; more counts as 32, less as 0.
  public init(_ address: IPv4Address, prefixLength: Int) {
    self.prefixLength = min(max(prefixLength, 0), 32)
    self.address = IPv4Address(
      rawValue: address.rawValue & IPv4Network.mask(self.prefixLength))
  }

  /// Reads `a.b.c.d/n`, or one address; `nil` for any other text.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = IPv4Address(first) else { return nil }
    guard parts.count == 2 else {
      self.init(address, prefixLength: 32)
      return
    }
    guard (1...2).contains(parts[1].utf8.count),
      parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let length = UInt8(parts[1]), length <= 32
    else { return nil }
    self.init(address, prefixLength: Int(length))
  }

  /// Whether the address is in the network.
  public func contains(_ address: IPv4Address) -> Bool {
    address.rawValue & IPv4Network.mask(prefixLength) == self.address.rawValue
  }

  private static func mask(_ length: Int) -> UInt32 {
    length == 0 ? 0 : ~0 << (32 - UInt32(length))
  }
}

extension IPv4Network: CustomStringConvertible {
  /// Address and length: `192.0.2.0/24`.
  public var description: String { "\(address)/\(prefixLength)" }
}
