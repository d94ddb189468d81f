// SPDX-License-Identifier: Apache-2.0

import CNotify

/// The process's connection to the session bus, the very one libnotify uses.
///
/// Made and called on the notifier's thread. No call here blocks: each is given up when its watchdog says so.
struct SessionBus: Sendable {
  private let connection: GObjectReference

  /// The connection for GLib; valid while this value lives.
  @unsafe var pointer: OpaquePointer { unsafe connection.opaque }

  /// Connects, or joins the connection that is there.
  static func open(_ watchdog: Watchdog) async throws(BusFailure) -> SessionBus {
    let reference = unsafe try await PendingReply.wait { callback, data in
      unsafe g_bus_get(G_BUS_TYPE_SESSION, watchdog.cancellable, callback, data)
    } finish: { _, result, error in
      unsafe g_bus_get_finish(result, error).map {
        unsafe GObjectReference(adopting: UnsafeMutableRawPointer($0))
      }
    }
    // GLib ends the process when its session bus goes away, unless told that it need not.
    unsafe g_dbus_connection_set_exit_on_close(reference.opaque, 0)
    return SessionBus(connection: reference)
  }

  /// Whether it has come to its end.
  var isClosed: Bool { unsafe g_dbus_connection_is_closed(pointer) != 0 }

  /// Ends it, and with it every call that waits for an answer on it; from any thread.
  func close() {
    unsafe g_dbus_connection_close_sync(pointer, nil, nil)
  }

  /// Calls a method and returns the members of its answer; nobody is started to give it.
  func call(
    _ method: String, _ arguments: Variant?, of destination: Destination, _ watchdog: Watchdog
  ) async throws(BusFailure) -> [Variant] {
    unsafe try await PendingReply.wait { callback, data in
      unsafe g_dbus_connection_call(
        pointer, destination.name, destination.path, destination.interface, method,
        arguments?.pointer, nil, G_DBUS_CALL_FLAGS_NO_AUTO_START, Int32.max,
        watchdog.cancellable, callback, data)
    } finish: { source, result, error in
      unsafe g_dbus_connection_call_finish(OpaquePointer(source), result, error).map {
        unsafe Variant(adopting: $0)
      }
    }.children
  }

  /// The unique name of who shows notifications; `nil` if nobody does.
  func notificationServer(_ watchdog: Watchdog) async throws(BusFailure) -> String? {
    do {
      let name = Variant(strings: [Destination.notificationsName])
      return try await call("GetNameOwner", name, of: .bus, watchdog).first?.string
    } catch  where error.isNobodyThere {
      return nil
    }
  }
}
