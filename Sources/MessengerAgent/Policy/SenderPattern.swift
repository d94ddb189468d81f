// SPDX-License-Identifier: Apache-2.0

import Glibc
import Messages

/// One entry of a list of senders: `backup`, `1001`, `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`.
///
/// Names and uids match senders that the kernel has proven, addresses those of the network. Nothing
/// matches the claimed From.
enum SenderPattern: Hashable, Sendable {
  /// A login name, in exactly that spelling.
  case name(String)

  /// A user's number.
  case userID(UInt32)

  /// The addresses that begin with the first `bitCount` bits of `address`, which has 4 or 16 bytes.
  case network(address: [UInt8], bitCount: Int)

  /// Reads an entry; `nil` when it is none.
  init?(_ text: some StringProtocol) {
    let text = String(text)
    if let number = UInt32(text) {
      self = .userID(number)
    } else if text.contains(where: { $0 == "/" || $0 == ":" }) || SenderPattern.isDotted(text) {
      guard let network = SenderPattern.network(text) else { return nil }
      self = network
    } else {
      guard SenderPattern.isName(text) else { return nil }
      self = .name(text)
    }
  }

  /// Whether the entry means a sender.
  func matches(sender: UInt32, name senderName: String, origin: Origin) -> Bool {
    switch (self, origin) {
    case (.name(let name), .mailslot), (.name(let name), .spool): name == senderName
    case (.userID(let userID), .mailslot), (.userID(let userID), .spool): userID == sender
    case (.network(let prefix, let bitCount), .datagram(let text)),
      (.network(let prefix, let bitCount), .session(let text)):
      SenderPattern.address(text).map { address in
        address.count == prefix.count && SenderPattern.agree(address, prefix, bitCount: bitCount)
      } ?? false
    default: false
    }
  }

  private static func network(_ text: String) -> SenderPattern? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let address = address(String(parts[0])) else { return nil }
    switch parts.count {
    case 1: return .network(address: address, bitCount: address.count * 8)
    case 2:
      guard let bitCount = Int(parts[1]), (0...address.count * 8).contains(bitCount) else {
        return nil
      }
      return .network(address: address, bitCount: bitCount)
    default: return nil
    }
  }

  /// The bytes of an address, its zone cut off; an IPv4 address in IPv6 form as IPv4.
  ///
  /// The corresponding C function is `inet_pton`.
  private static func address(_ text: String) -> [UInt8]? {
    let text = String(text.prefix { $0 != "%" })
    for (family, count) in [(AF_INET, 4), (AF_INET6, 16)] {
      var bytes = [UInt8](repeating: 0, count: count)
      let found = unsafe bytes.withUnsafeMutableBytes { buffer in
        unsafe inet_pton(family, text, buffer.baseAddress)
      }
      guard found == 1 else { continue }
      let isMapped = count == 16 && bytes[..<12] == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
      return isMapped ? Array(bytes[12...]) : bytes
    }
    return nil
  }

  private static func agree(_ left: [UInt8], _ right: [UInt8], bitCount: Int) -> Bool {
    zip(left, right).enumerated().allSatisfy { index, pair in
      let bits = min(max(bitCount - index * 8, 0), 8)
      return (pair.0 ^ pair.1) >> (8 - bits) == 0
    }
  }

  /// Whether a text is made like an IPv4 address, so that a wrong one is not taken for a name.
  private static func isDotted(_ text: String) -> Bool {
    text.contains(".") && text.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, !"-@*".utf8.contains(first), text.utf8.count <= 256 else {
      return false
    }
    return text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !",;".utf8.contains($0) }
  }
}

extension SenderPattern: CustomStringConvertible {
  /// The entry as it would be written.
  var description: String {
    switch self {
    case .name(let name): name
    case .userID(let userID): String(userID)
    case .network(let address, let bitCount):
      address.count == 4
        ? address.map(String.init).joined(separator: ".") + "/\(bitCount)"
        : SenderPattern.groups(address).joined(separator: ":") + "/\(bitCount)"
    }
  }

  private static func groups(_ address: [UInt8]) -> [String] {
    stride(from: 0, to: address.count, by: 2).map { index in
      String(Int(address[index]) << 8 | Int(address[index + 1]), radix: 16)
    }
  }
}
