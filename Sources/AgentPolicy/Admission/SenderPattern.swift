// SPDX-License-Identifier: Apache-2.0

import Messages

/// One entry of a list of senders: `backup`, `1001`, `@students`, `ann@web1`, `192.0.2.7`, `192.0.2.0/24`.
///
/// Names and uids match senders that the kernel has proven, `ann@web1` a user of another
/// machine of the realm, addresses match senders from the
/// network. Nothing matches the claimed From.
package enum SenderPattern: Hashable, Sendable {
  /// A login name, in exactly that spelling.
  case name(String)

  /// A user's number.
  case userID(UInt32)

  /// The members of a group. It matches no sender: the names of its members stand behind it in the list.
  case group(String)

  /// The addresses of a network.
  case network(IPNetwork)

  /// Reads an entry; `nil` for any other text.
  package init?(_ text: some StringProtocol) {
    let text = String(text)
    if let number = UInt32(text) {
      self = .userID(number)
    } else if text.hasPrefix("@") {
      guard SenderPattern.isName(text.dropFirst()) else { return nil }
      self = .group(String(text.dropFirst()))
    } else if text.contains(where: { $0 == "/" || $0 == ":" }) || SenderPattern.isDotted(text) {
      guard let network = IPNetwork(text) else { return nil }
      self = .network(network)
    } else {
      guard SenderPattern.isName(text) else { return nil }
      self = .name(text)
    }
  }

  /// Whether the entry means a sender.
  func matches(sender: UInt32, name senderName: String, origin: Origin) -> Bool {
    switch (self, origin) {
    case (.name(let name), .mailslot), (.name(let name), .spool): name == senderName
    case (.name(let name), .realm(let address)): name == address
    case (.userID(let userID), .mailslot), (.userID(let userID), .spool): userID == sender
    case (.network(let network), .datagram(let address)),
      (.network(let network), .session(let address)):
      network.contains(address)
    default: false
    }
  }

  /// Whether a text looks like an IPv4 address, so that a mistyped address is not read as a name.
  private static func isDotted(_ text: String) -> Bool {
    text.contains(".") && text.utf8.allSatisfy { $0 == 0x2E || (0x30...0x39).contains($0) }
  }

  private static func isName(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, !"-@*".utf8.contains(first), text.utf8.count <= 256 else {
      return false
    }
    return text.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && !",;".utf8.contains($0) }
  }
}

extension SenderPattern: CustomStringConvertible {
  /// The entry as the configuration file has it.
  package var description: String {
    switch self {
    case .name(let name): name
    case .userID(let userID): String(userID)
    case .group(let name): "@\(name)"
    case .network(let network): network.description
    }
  }
}
