// SPDX-License-Identifier: Apache-2.0

/// What a relay says about itself and its realm, in its answer to a probe.
///
///     host web1
///     realm lab
///     server tls://192.0.2.1:4222 2.12.12
///     waiting 3
///     present desk7 ann bob
///
/// One fact a line; a reader leaves out lines that it does not know.
package struct RelayStatus: Equatable, Sendable {
  /// The users who are logged in on a machine.
  package struct Presence: Equatable, Sendable {
    /// The machine.
    package let host: String

    /// The users, by their names.
    package let users: [String]

    /// Creates a presence.
    package init(host: String, users: [String]) {
      self.host = host
      self.users = users
    }
  }

  /// The name of this machine in the realm.
  package var host = ""

  /// The realm.
  package var realm = ""

  /// The server to which the relay is connected; `nil` while none answers.
  package var server: String?

  /// The version of that server, as the server says.
  package var serverVersion: String?

  /// How many messages wait for a server.
  package var waitingCount = 0

  /// Who is logged in where, as far as the probe has asked.
  package var present: [Presence] = []

  /// Creates a status.
  package init() {}

  /// Reads a status; `nil` for a text that names no machine and no realm.
  package init?(_ text: some StringProtocol) {
    for line in String(text).split(separator: "\n" as Character) {
      let words = line.split(separator: " ").map(String.init)
      guard words.count >= 2 else { continue }
      switch words[0] {
      case "host": host = words[1]
      case "realm": realm = words[1]
      case "server":
        server = words[1]
        serverVersion = words.count > 2 ? words[2] : nil
      case "waiting": waitingCount = Int(words[1]) ?? waitingCount
      case "present": present.append(Presence(host: words[1], users: Array(words.dropFirst(2))))
      default: break
      }
    }
    guard !host.isEmpty, !realm.isEmpty else { return nil }
  }
}

extension RelayStatus: CustomStringConvertible {
  /// The status as text.
  package var description: String {
    var lines = ["host \(host)", "realm \(realm)"]
    if let server { lines.append("server \(server)" + (serverVersion.map { " \($0)" } ?? "")) }
    lines.append("waiting \(waitingCount)")
    lines += present.map { (["present", $0.host] + $0.users).joined(separator: " ") }
    return lines.joined(separator: "\n")
  }
}
