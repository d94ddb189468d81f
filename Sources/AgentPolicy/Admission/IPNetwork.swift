// SPDX-License-Identifier: Apache-2.0

/// The IP addresses that begin with the same bits: `192.0.2.0/24`, `2001:db8::/32`.
package struct IPNetwork: Hashable, Sendable {
  /// An address of the network: 4 bytes for IPv4, 16 for IPv6.
  package let address: [UInt8]

  /// How many bits of an address decide whether it belongs to the network: 0…32 or 0…128.
  package let bitCount: Int

  /// Reads an address, alone or with a number of bits behind a slash; `nil` for any other text.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count <= 2, let address = IPNetwork.bytes(ofAddress: parts[0]) else { return nil }
    self.address = address
    guard parts.count == 2 else {
      bitCount = address.count * 8
      return
    }
    guard let bitCount = Int(parts[1]), (0...address.count * 8).contains(bitCount) else {
      return nil
    }
    self.bitCount = bitCount
  }

  /// Whether the address that a text spells belongs to the network.
  func contains(_ text: String) -> Bool {
    guard let other = IPNetwork.bytes(ofAddress: text), other.count == address.count else {
      return false
    }
    return zip(address, other).enumerated().allSatisfy { index, pair in
      let bits = min(max(bitCount - index * 8, 0), 8)
      return (pair.0 ^ pair.1) >> (8 - bits) == 0
    }
  }

  /// The bytes of an address without its zone; an IPv4 address in IPv6 form as IPv4.
  private static func bytes(ofAddress text: some StringProtocol) -> [UInt8]? {
    let text = text.prefix { $0 != "%" }
    guard text.contains(":") else { return bytes(ofIPv4: text) }
    guard let bytes = bytes(ofIPv6: text) else { return nil }
    let isMapped = bytes[..<12] == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
    return isMapped ? Array(bytes[12...]) : bytes
  }

  /// Reads four decimal numbers without leading zeros, as inet_pton(3) does.
  private static func bytes(ofIPv4 text: some StringProtocol) -> [UInt8]? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let bytes = parts.compactMap { part -> UInt8? in
      UInt8(part).flatMap { String($0) == part ? $0 : nil }
    }
    return parts.count == 4 && bytes.count == 4 ? bytes : nil
  }

  /// Reads eight groups of hexadecimal digits, of which `::` may leave out some: RFC 4291 2.2.
  private static func bytes(ofIPv6 text: some StringProtocol) -> [UInt8]? {
    guard let gap = text.firstRange(of: "::") else {
      return bytes(ofGroups: text).flatMap { $0.count == 16 ? $0 : nil }
    }
    let (before, behind) = (text[..<gap.lowerBound], text[gap.upperBound...])
    guard let head = before.isEmpty ? [] : bytes(ofGroups: before, mayEndInIPv4: false),
      let tail = behind.isEmpty ? [] : bytes(ofGroups: behind), head.count + tail.count <= 14
    else { return nil }
    return head + [UInt8](repeating: 0, count: 16 - head.count - tail.count) + tail
  }

  private static func bytes(
    ofGroups text: some StringProtocol, mayEndInIPv4: Bool = true
  ) -> [UInt8]? {
    let groups = text.split(separator: ":", omittingEmptySubsequences: false)
    var bytes: [UInt8] = []
    for (index, group) in groups.enumerated() {
      if mayEndInIPv4, index == groups.count - 1, group.contains(".") {
        guard let last = self.bytes(ofIPv4: group) else { return nil }
        bytes += last
      } else {
        guard (1...4).contains(group.utf8.count), group.utf8.allSatisfy(isHexDigit),
          let number = UInt16(group, radix: 16)
        else { return nil }
        bytes += [UInt8(number >> 8), UInt8(number & 0xFF)]
      }
    }
    return bytes
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }
}

extension IPNetwork: CustomStringConvertible {
  /// The address in full, a slash, and the number of bits.
  package var description: String {
    guard address.count == 16 else {
      return address.map(String.init).joined(separator: ".") + "/\(bitCount)"
    }
    let groups = stride(from: 0, to: address.count, by: 2).map { index in
      String(Int(address[index]) << 8 | Int(address[index + 1]), radix: 16)
    }
    return groups.joined(separator: ":") + "/\(bitCount)"
  }
}
