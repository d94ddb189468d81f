// SPDX-License-Identifier: Apache-2.0

/// An IPv4 address: the only kind that NetBIOS over TCP/IP knows.
public struct IPv4Address: RawRepresentable, Hashable, Sendable {
  /// The four bytes, the first one most significant.
  public let rawValue: UInt32

  /// 0.0.0.0: no address, as a name conflict demand carries it.
  public static let any = IPv4Address(rawValue: 0)

  /// 255.255.255.255: all nodes on the wire.
  public static let broadcast = IPv4Address(rawValue: .max)

  /// Creates an address from its 32 bits, the first byte most significant.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }

  /// Creates the address `a.b.c.d`.
  public init(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) {
    rawValue = UInt32(a) << 24 | UInt32(b) << 16 | UInt32(c) << 8 | UInt32(d)
  }

  /// Reads four decimal numbers of 0…255 with dots between them; `nil` for anything else.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 4 else { return nil }
    var bits: UInt32 = 0
    for part in parts {
      guard (1...3).contains(part.utf8.count), part.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
        let byte = UInt8(part)
      else { return nil }
      bits = bits << 8 | UInt32(byte)
    }
    rawValue = bits
  }
}

extension IPv4Address: CustomStringConvertible {
  /// The address in dotted decimal.
  public var description: String {
    [24, 16, 8, 0].map { String(rawValue >> $0 & 0xFF) }.joined(separator: ".")
  }
}
