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

  // MARK: - logind

  /// The name of whoever keeps the machine's sessions.
  static let loginName = "org.freedesktop.login1"

  /// What is asked for the machine's sessions.
  static let loginInterface = "org.freedesktop.login1.Manager"

  /// What a session is described by.
  static let sessionInterface = "org.freedesktop.login1.Session"

  /// What properties are asked with.
  static let propertiesInterface = "org.freedesktop.DBus.Properties"

  /// Whoever keeps the machine's sessions.
  static let login = Destination(
    name: loginName, path: "/org/freedesktop/login1", interface: loginInterface)

  /// The properties of a session.
  static func properties(ofSession path: String) -> Destination {
    Destination(name: loginName, path: path, interface: propertiesInterface)
  }
}
