// SPDX-License-Identifier: Apache-2.0

import CNotify

/// A GError: its library, its number and its text.
struct BusFailure: Error, Equatable {
  let domain: String
  let code: Int32
  let message: String
  /// The D-Bus error's name, if it came over the bus.
  let name: String?

  /// Takes over a GError and frees it.
  init(adopting error: UnsafeMutablePointer<GError>?) {
    guard let error = unsafe error else {
      self.init(domain: "", code: 0, message: "GLib gave no reason", name: nil)
      return
    }
    let name = unsafe g_dbus_error_get_remote_error(error)
    unsafe g_dbus_error_strip_remote_error(error)
    unsafe self.init(
      domain: String(cString: g_quark_to_string(error.pointee.domain)),
      code: error.pointee.code, message: String(cString: error.pointee.message),
      name: name.map { unsafe String(cString: $0) })
    unsafe g_free(name)
    unsafe g_error_free(error)
  }

  private init(domain: String, code: Int32, message: String, name: String?) {
    self.domain = domain
    self.code = code
    self.message = message
    self.name = name
  }

  /// Whether the connection to the bus ended.
  var isConnectionLost: Bool { isIO(G_IO_ERROR_CLOSED) || isIO(G_IO_ERROR_CONNECTION_CLOSED) }

  /// Whether no program owns the name that was called.
  var isNameUnowned: Bool {
    name == "org.freedesktop.DBus.Error.NameHasNoOwner"
      || name == "org.freedesktop.DBus.Error.ServiceUnknown"
  }

  /// Whether the object, the interface or the method that was called does not exist.
  var isObjectUnknown: Bool {
    ["UnknownObject", "UnknownInterface", "UnknownMethod"].contains {
      name == "org.freedesktop.DBus.Error.\($0)"
    }
  }

  private func isIO(_ code: GIOErrorEnum) -> Bool {
    domain == "g-io-error-quark" && self.code == Int32(code.rawValue)
  }
}
