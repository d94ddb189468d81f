// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// Where the session bus listens.
enum BusAddress {
  /// The name of the variable every D-Bus library reads.
  private static let variable = "DBUS_SESSION_BUS_ADDRESS"

  /// The given address, else the environment's, else the usual place in a systemd session.
  static func resolve(_ address: String?) -> String {
    address ?? environment(variable)
      ?? "unix:path=\(environment("XDG_RUNTIME_DIR") ?? "/run/user/\(CurrentProcess.userID)")/bus"
  }

  /// The path of a bus at this address; `nil` if the address is not a plain path.
  static func path(of address: String) -> String? {
    guard address.hasPrefix("unix:path=") else { return nil }
    let path = address.dropFirst("unix:path=".count).prefix { $0 != "," && $0 != ";" }
    // GLib does not decode an escaped path.
    return path.isEmpty || path.contains("%") ? nil : String(path)
  }

  /// Writes the address where libnotify looks for it.
  ///
  /// libnotify takes no address: it uses GLib's session bus, whose address is in the environment. The
  /// environment is written only if it has another address, which is not so in a desktop session.
  static func publish(_ address: String) {
    guard environment(variable) != address else { return }
    Environment.setVariable(variable, to: address)
  }

  private static func environment(_ name: String) -> String? {
    Environment.variable(name).flatMap { $0.isEmpty ? nil : $0 }
  }
}
