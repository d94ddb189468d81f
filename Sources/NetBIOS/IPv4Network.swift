// SPDX-License-Identifier: Apache-2.0

/// A network of IPv4 addresses: `192.0.2.0/24`.
public struct IPv4Network: Hashable, Sendable {
  /// The first address of the network.
  public let address: IPv4Address

  /// How many bits at the front all its addresses share: 0…32.
  public let prefixLength: Int

  /// Creates the network that an address is in.
  ///
  /// - Parameter prefixLength: 0…32; more counts as 32, less as 0.
  public init(_ address: IPv4Address, prefixLength: Int) {
    self.prefixLength = min(max(prefixLength, 0), 32)
    self.address = IPv4Address(
      rawValue: address.rawValue & IPv4Network.mask(self.prefixLength))
  }

  /// Reads `a.b.c.d/n`, or one address; `nil` for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    guard let first = parts.first, let address = IPv4Address(first) else { return nil }
    guard parts.count == 2 else {
      self.init(address, prefixLength: 32)
      return
    }
    guard (1...2).contains(parts[1].utf8.count), parts[1].allSatisfy({ ("0"..."9").contains($0) }),
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
