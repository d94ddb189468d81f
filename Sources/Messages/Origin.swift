// SPDX-License-Identifier: Apache-2.0

/// The way a message came.
public enum Origin: Hashable, Sendable {
  /// Written to the mailslot on this machine.
  case mailslot

  /// Left in the spool on this machine.
  case spool

  /// A NetBIOS datagram from that address: unverified.
  case datagram(address: String)

  /// A NetBIOS session from that address: unverified.
  case session(address: String)

  /// Another machine of the realm, and its user: `ann@web1`.
  ///
  /// The server has proven the machine, and that machine's kernel the user. This machine's kernel has
  /// proven neither.
  case realm(address: String)

  /// Whether the kernel has proven who sent the message.
  public var isProven: Bool {
    switch self {
    case .mailslot, .spool: true
    case .datagram, .session, .realm: false
    }
  }

  /// Whether the sender is proven: by this machine's kernel, or by the realm.
  public var isVerified: Bool {
    switch self {
    case .mailslot, .spool, .realm: true
    case .datagram, .session: false
    }
  }

  /// Reads the text of an origin: `mailslot`, `spool`, `datagram ADDRESS`, `session ADDRESS`,
  /// `realm USER@HOST`.
  ///
  /// `nil` for any other text, and for an address that holds other characters than letters, digits and
  /// `.:%-`, for `realm` also `_` and one `@`.
  public init?(_ text: some StringProtocol) {
    // Most messages come from this machine.
    if text == "mailslot" {
      self = .mailslot
      return
    }
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    switch (words.first, words.count) {
    case ("spool", 1): self = .spool
    case ("datagram", 2):
      guard Origin.isAddress(words[1]) else { return nil }
      self = .datagram(address: String(words[1]))
    case ("session", 2):
      guard Origin.isAddress(words[1]) else { return nil }
      self = .session(address: String(words[1]))
    case ("realm", 2):
      let parts = words[1].split(separator: "@", omittingEmptySubsequences: false)
      guard parts.count == 2,
        parts.allSatisfy({ Origin.isAddress($0, upTo: 512, allowing: "_") })
      else {
        return nil
      }
      self = .realm(address: String(words[1]))
    default: return nil
    }
  }

  private static func isAddress(
    _ text: some StringProtocol, upTo limit: Int = 64, allowing more: String = ""
  ) -> Bool {
    (1...limit).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || ".:%-".utf8.contains(byte) || more.utf8.contains(byte)
      }
  }
}

extension Origin: CustomStringConvertible {
  /// The origin's text.
  public var description: String {
    switch self {
    case .mailslot: "mailslot"
    case .spool: "spool"
    case .datagram(let address): "datagram \(address)"
    case .session(let address): "session \(address)"
    case .realm(let address): "realm \(address)"
    }
  }
}
