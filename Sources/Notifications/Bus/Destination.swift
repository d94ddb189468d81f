// SPDX-License-Identifier: Apache-2.0

/// The destination of a method call: a name on the bus, an object and an interface.
struct Destination: Equatable, Sendable {
  /// The name and the interface of the notification server.
  static let notificationsName = "org.freedesktop.Notifications"

  /// The object of the notification server.
  static let notificationsPath = "/org/freedesktop/Notifications"

  let name: String
  let path: String
  let interface: String

  /// The bus itself.
  static let bus = Destination(
    name: "org.freedesktop.DBus", path: "/org/freedesktop/DBus", interface: "org.freedesktop.DBus")

  /// The notification server with this unique name; a call to a unique name starts no service.
  static func server(_ owner: String) -> Destination {
    Destination(name: owner, path: notificationsPath, interface: notificationsName)
  }

  // MARK: - logind

  /// The name of logind.
  static let loginName = "org.freedesktop.login1"

  /// The interface of logind that lists the machine's sessions.
  static let loginInterface = "org.freedesktop.login1.Manager"

  /// The interface of a session.
  static let sessionInterface = "org.freedesktop.login1.Session"

  /// The interface that reads properties.
  static let propertiesInterface = "org.freedesktop.DBus.Properties"

  /// logind itself.
  static let login = Destination(
    name: loginName, path: "/org/freedesktop/login1", interface: loginInterface)

  /// The properties of a session.
  static func properties(ofSession path: String) -> Destination {
    Destination(name: loginName, path: path, interface: propertiesInterface)
  }
}
