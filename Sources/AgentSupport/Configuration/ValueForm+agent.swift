// SPDX-License-Identifier: Apache-2.0

import AgentPolicy
import DaemonSupport
import RateLimits

extension ValueForm<RateLimit> {
  /// A number within a time: `5 per 10 s`.
  static var rateLimit: ValueForm {
    ValueForm(allowed: "a number up to 1000 per 1 s to 1 day, like 5 per 10 s") { text in
      let parts = text.split(separator: " per ", maxSplits: 1).map(String.init)
      guard parts.count == 2,
        let count = Quantity(parts[0], units: ["": 1], in: 0...1000),
        let window = Quantity(seconds: parts[1], in: 1...86_400)
      else { return nil }
      return RateLimit(count: count.value, per: .seconds(window.value))
    }
  }
}

extension ValueForm<AgentConfiguration.PopupExpiry> {
  /// `server`, `never`, or a time.
  static var popupExpiry: ValueForm {
    let range = 1...86_400
    return ValueForm(allowed: "server, never, or \(Quantity.duration(range))") { text in
      switch text {
      case "server": .server
      case "never": .never
      default: Quantity(seconds: text, in: range).map { .seconds($0.value) }
      }
    }
  }
}

extension ValueForm<SenderPattern> {
  /// A sender.
  static var sender: ValueForm {
    ValueForm(allowed: "login names, uids, addresses and networks like 192.0.2.0/24") { text in
      SenderPattern(text)
    }
  }
}

extension ValueForm<QuietWindow> {
  /// Quiet hours.
  static var quietWindow: ValueForm {
    ValueForm(allowed: "hours like 22:00-07:00, mon-fri 22:00-07:00 or sat,sun 00:00-24:00") {
      QuietWindow($0)
    }
  }
}
