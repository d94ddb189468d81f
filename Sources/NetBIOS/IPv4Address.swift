// SPDX-License-Identifier: Apache-2.0

import Wire

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
    guard let bits = IPv4Address.bits(String(text)) else { return nil }
    rawValue = bits
  }

  /// Not generic: one function for all types of text.
  private static func bits(_ text: String) -> UInt32? {
    let parts = text.parts(separator: ".")
    guard parts.count == 4 else { return nil }
    var bits: UInt32 = 0
    for part in parts {
      guard part.utf8.count <= 3, part.utf8.first != UInt8(ascii: "+"),
        let byte = Digits.decimal(part, limit: 255)
      else { return nil }
      bits = bits << 8 | UInt32(byte)
    }
    return bits
  }
}

extension IPv4Address: CustomStringConvertible {
  /// The address in dotted decimal.
  public var description: String {
    let (high, low) = (Int(rawValue >> 16), Int(rawValue & 0xFFFF))
    return "\(high >> 8).\(high & 0xFF).\(low >> 8).\(low & 0xFF)"
  }
}
