// SPDX-License-Identifier: Apache-2.0

/// A call of `Notify`, as dbus-monitor prints it.
struct NotifyCall {
  /// The number of the notification that it takes the place of, or 0.
  let replaces: UInt32
  let summary: String
  let body: String
  /// The actions, the hints and the expiry.
  let rest: String
  /// The server's answer: the number of the notification.
  let number: UInt32?

  init?(_ text: String, reply: String?) {
    let pattern =
      /\n   string "(?s:.*?)"\n   uint32 (\d+)\n   string "(?s:.*?)"\n   string "((?s:.*?))"\n   string "((?s:.*?))"\n   array \[\n((?s:.*))/
    guard let match = text.firstMatch(of: pattern), let replaces = UInt32(match.1) else {
      return nil
    }
    self.replaces = replaces
    (summary, body, rest) = (String(match.2), String(match.3), String(match.4))
    number = reply?.firstMatch(of: /\n   uint32 (\d+)/).flatMap { UInt32($0.1) }
  }

  /// The value of the hint `urgency`.
  var urgency: Int? {
    rest.firstMatch(of: /string "urgency"\n\s+variant\s+byte (\d)/).flatMap { Int($0.1) }
  }
}
