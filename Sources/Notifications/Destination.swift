// SPDX-License-Identifier: Apache-2.0

/// Whose method is called over the bus.
struct Destination: Sendable {
  /// The name, and the interface, of whoever shows notifications.
  static let notificationsName = "org.freedesktop.Notifications"

  /// The one object of whoever shows notifications.
  static let notificationsPath = "/org/freedesktop/Notifications"

  let name: String
  let path: String
  let interface: String

  /// The bus itself.
  static let bus = Destination(
    name: "org.freedesktop.DBus", path: "/org/freedesktop/DBus", interface: "org.freedesktop.DBus")

  /// The notification server with this unique name: calling a unique name starts nobody.
  static func server(_ owner: String) -> Destination {
    Destination(name: owner, path: notificationsPath, interface: notificationsName)
  }
}
