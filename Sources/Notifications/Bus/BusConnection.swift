// SPDX-License-Identifier: Apache-2.0

import CNotify

/// A connection to a message bus: the process's one to the session bus, or one of its owner's own.
///
/// Its owner makes and uses it on one thread; only ``close()`` may come from any thread. No call blocks,
/// and none starts a service.
struct BusConnection: Sendable {
  private let connection: GObjectReference

  /// The connection for GLib; valid while this value lives.
  @unsafe var pointer: OpaquePointer { unsafe connection.opaque }

  /// Connects to the session bus, or joins the process's connection, which libnotify uses too.
  static func session(_ watchdog: Watchdog) async throws(BusFailure) -> BusConnection {
    let reference = unsafe try await PendingReply.wait { callback, data in
      unsafe g_bus_get(G_BUS_TYPE_SESSION, watchdog.cancellable, callback, data)
    } finish: { _, result, error in
      unsafe g_bus_get_finish(result, error).map {
        unsafe GObjectReference(adopting: UnsafeMutableRawPointer($0))
      }
    }
    // By default GLib ends the process when the session bus closes the connection.
    unsafe g_dbus_connection_set_exit_on_close(reference.opaque, 0)
    return BusConnection(connection: reference)
  }

  /// Makes a new connection to the system bus.
  ///
  /// - Parameter address: Where the bus listens; `nil` for `DBUS_SYSTEM_BUS_ADDRESS`, or the standard place.
  static func system(
    at address: String?, _ watchdog: Watchdog
  ) async throws(BusFailure) -> BusConnection {
    let address = if let address { address } else { try systemAddress() }
    return try await bus(at: address, watchdog)
  }

  /// Makes a new connection to a bus.
  static func bus(
    at address: String, _ watchdog: Watchdog
  ) async throws(BusFailure) -> BusConnection {
    let flags = GDBusConnectionFlags(
      rawValue: G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT.rawValue
        | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION.rawValue)
    let reference = unsafe try await PendingReply.wait { callback, data in
      unsafe g_dbus_connection_new_for_address(
        address, flags, nil, watchdog.cancellable, callback, data)
    } finish: { _, result, error in
      unsafe g_dbus_connection_new_for_address_finish(result, error).map {
        unsafe GObjectReference(adopting: UnsafeMutableRawPointer($0))
      }
    }
    return BusConnection(connection: reference)
  }

  private static func systemAddress() throws(BusFailure) -> String {
    var error: UnsafeMutablePointer<GError>?
    let address = unsafe g_dbus_address_get_for_bus_sync(G_BUS_TYPE_SYSTEM, nil, &error)
    guard let address = unsafe address else { throw unsafe BusFailure(adopting: error) }
    defer { unsafe g_free(address) }
    return unsafe String(cString: address)
  }

  /// Whether the connection is closed.
  var isClosed: Bool { unsafe g_dbus_connection_is_closed(pointer) != 0 }

  /// The identifier of the bus, which is another one after each start of the bus.
  var identifier: String {
    unsafe g_dbus_connection_get_guid(pointer).map { unsafe String(cString: $0) } ?? ""
  }

  /// Closes the connection, which ends every call on it; from any thread.
  func close() {
    unsafe g_dbus_connection_close_sync(pointer, nil, nil)
  }

  /// Calls a method and returns the members of its reply; does not start the service.
  ///
  /// - Parameters:
  ///   - timeout: How long to wait for the reply, in milliseconds.
  ///   - watchdog: Cancels the call when it fires.
  func call(
    _ method: String, _ arguments: Variant? = nil, of destination: Destination,
    timeout: Int32 = .max, watchdog: Watchdog? = nil
  ) async throws(BusFailure) -> [Variant] {
    unsafe try await PendingReply.wait { callback, data in
      unsafe g_dbus_connection_call(
        pointer, destination.name, destination.path, destination.interface, method,
        arguments?.pointer, nil, G_DBUS_CALL_FLAGS_NO_AUTO_START, timeout,
        watchdog?.cancellable, callback, data)
    } finish: { source, result, error in
      unsafe g_dbus_connection_call_finish(OpaquePointer(source), result, error).map {
        unsafe Variant(adopting: $0)
      }
    }.children
  }
}
