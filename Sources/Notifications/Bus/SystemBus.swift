// SPDX-License-Identifier: Apache-2.0

import CNotify

/// A connection to the system bus, nobody else's.
///
/// Made and called on its actor's thread. No call waits longer than its limit, and none starts anybody.
struct SystemBus {
  private let connection: GObjectReference

  /// The connection for GLib; valid while this value lives.
  @unsafe var pointer: OpaquePointer { unsafe connection.opaque }

  /// Connects to an address, or else to `DBUS_SYSTEM_BUS_ADDRESS`, or to where every system bus is.
  static func open(
    at address: String?, _ watchdog: Watchdog
  ) async throws(BusFailure) -> SystemBus {
    let address = if let address { address } else { try standardAddress() }
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
    return SystemBus(connection: reference)
  }

  private static func standardAddress() throws(BusFailure) -> String {
    var error: UnsafeMutablePointer<GError>?
    let address = unsafe g_dbus_address_get_for_bus_sync(G_BUS_TYPE_SYSTEM, nil, &error)
    guard let address = unsafe address else { throw unsafe BusFailure(adopting: error) }
    defer { unsafe g_free(address) }
    return unsafe String(cString: address)
  }

  /// Ends it.
  func close() {
    unsafe g_dbus_connection_close_sync(pointer, nil, nil)
  }

  /// Calls a method and returns the members of its answer.
  ///
  /// - Parameter limit: How long to wait for it, in milliseconds.
  func call(
    _ method: String, _ arguments: Variant?, of destination: Destination, limit: Int32
  ) async throws(BusFailure) -> [Variant] {
    unsafe try await PendingReply.wait { callback, data in
      unsafe g_dbus_connection_call(
        pointer, destination.name, destination.path, destination.interface, method,
        arguments?.pointer, nil, G_DBUS_CALL_FLAGS_NO_AUTO_START, limit, nil, callback, data)
    } finish: { source, result, error in
      unsafe g_dbus_connection_call_finish(OpaquePointer(source), result, error).map {
        unsafe Variant(adopting: $0)
      }
    }.children
  }
}
