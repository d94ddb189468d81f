// SPDX-License-Identifier: Apache-2.0

import DaemonSupport
import Listeners
import NetBIOS
import RateLimits

extension ValueForm<String> {
  /// A NetBIOS name without its suffix.
  static func netBIOSName(orEmpty: Bool) -> ValueForm {
    ValueForm(allowed: "1 to 15 letters, digits and signs of ASCII, no * in front") { text in
      if text.isEmpty && orEmpty { return text }
      let isFit = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !#"/\:"#.utf8.contains($0) }
      let name = try? NetBIOSName(text, suffix: .messenger)
      return isFit && name != nil && !text.hasPrefix("*") ? text : nil
    }
  }

  /// The name of an interface.
  static var interface: ValueForm {
    ValueForm(allowed: "names of interfaces like eth0") { text in
      let isFit = (1...15).contains(text.utf8.count) && !text.contains("/") && !text.contains(" ")
      return isFit ? text : nil
    }
  }

  /// An absolute path, or nothing.
  static var path: ValueForm {
    ValueForm(allowed: "an absolute path, or nothing") { text in
      text.isEmpty || (text.hasPrefix("/") && text.utf8.count < 108) ? text : nil
    }
  }
}

extension ValueForm<IPv4Network> {
  /// A network.
  static var network: ValueForm {
    ValueForm(allowed: "networks like 192.0.2.0/24, and addresses like 192.0.2.7") { text in
      IPv4Network(text)
    }
  }
}

extension ValueForm<NodeType?> {
  /// A node type of RFC 1001, or nothing.
  static var nodeType: ValueForm {
    ValueForm(allowed: "B, P, M, H or nothing") { text in
      text.isEmpty ? .some(nil) : NodeType(letter: text).map { .some($0) }
    }
  }
}

extension ValueForm<IPv4Address?> {
  /// The address of a server, or nothing.
  static var server: ValueForm {
    ValueForm(allowed: "an address like 192.0.2.1, or nothing") { text in
      text.isEmpty ? .some(nil) : IPv4Address(text).map { .some($0) }
    }
  }
}

extension ValueForm<RateLimit> {
  /// So many within a time: `600 per 60 s`.
  static var rateLimit: ValueForm {
    let times = Quantity.duration(1...86_400)
    return ValueForm(allowed: "a number up to 1000000 per \(times), like 600 per 60 s") { text in
      let parts = text.split(separator: " per ", maxSplits: 1).map(String.init)
      guard parts.count == 2,
        let count = Quantity(parts[0], units: ["": 1], in: 1...1_000_000),
        let window = Quantity(seconds: parts[1], in: 1...86_400)
      else { return nil }
      return RateLimit(count: count.value, per: .seconds(window.value))
    }
  }
}

extension ValueForm<MailslotPattern> {
  /// A mailslot that takes writes from the network.
  static var mailslot: ValueForm {
    ValueForm(allowed: #"mailslots like demo or backup\status, with * at the end for all such"#) {
      MailslotPattern($0)
    }
  }
}
