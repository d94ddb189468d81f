// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Where the session bus listens.
enum BusAddress {
  /// The name of the variable every D-Bus library reads.
  private static let variable = "DBUS_SESSION_BUS_ADDRESS"

  /// The address asked for, else the environment's, else the place where a systemd session has it.
  static func resolve(_ address: String?) -> String {
    address ?? environment(variable)
      ?? "unix:path=\(environment("XDG_RUNTIME_DIR") ?? "/run/user/\(getuid())")/bus"
  }

  /// Where in the file system a bus at this address is; `nil` if it is not there.
  static func path(of address: String) -> String? {
    guard address.hasPrefix("unix:path=") else { return nil }
    let path = address.dropFirst("unix:path=".count).prefix { $0 != "," && $0 != ";" }
    // GLib would take an escaped path as it is.
    return path.isEmpty || path.contains("%") ? nil : String(path)
  }

  /// Writes the address where libnotify looks for it.
  ///
  /// libnotify takes no address: it uses GLib's session bus, which is the environment's. The environment
  /// is written only if it says something else, which in a desktop session it does not.
  static func publish(_ address: String) {
    guard environment(variable) != address else { return }
    unsafe setenv(variable, address, 1)
  }

  private static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { return nil }
    return unsafe String(cString: value)
  }
}
