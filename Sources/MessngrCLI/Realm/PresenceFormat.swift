// SPDX-License-Identifier: Apache-2.0

import Console
import Messages
import Realm

/// The format of a machine of the realm, for a person or for a program.
struct PresenceFormat {
  private static let hostColumns = 16

  private let style: Style

  /// Creates a format.
  init(style: Style) { self.style = style }

  /// The line above the rows.
  var heading: String { style.apply(.faint, to: line("MACHINE", "LOGGED IN")) }

  /// A machine on one line, with the users who are logged in.
  func row(_ presence: RelayStatus.Presence) -> String {
    let users = presence.users.map { MessageText.displayedOnOneLine($0, limit: 64) }
    return line(
      MessageText.displayedOnOneLine(presence.host, limit: 63),
      users.isEmpty ? "–" : users.joined(separator: " "))
  }

  /// A machine as one JSON object.
  func jsonLine(_ presence: RelayStatus.Presence, in realm: String) -> String {
    var line = JSONLine()
    line.add("name", presence.host)
    line.add("realm", realm)
    line.add("users", presence.users)
    return line.text
  }

  private func line(_ host: String, _ users: String) -> String {
    TextWidth.padded(host, to: PresenceFormat.hostColumns) + " " + users
  }
}
