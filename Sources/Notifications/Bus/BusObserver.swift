// SPDX-License-Identifier: Apache-2.0

import CNotify

/// Reports events of one connection to a notifier: the server's start and end, its signals, the bus's end.
///
/// It lives on the notifier's thread, and ends before the notifier.
@safe struct BusObserver: ~Copyable {
  private let bus: BusConnection
  private let watch: guint
  private let subscription: guint
  private let closedHandler: gulong

  /// Begins to listen.
  init(_ bus: BusConnection, for notifier: Notifier) {
    let data = unsafe Unmanaged.passUnretained(notifier).toOpaque()
    self.bus = bus
    watch = unsafe g_bus_watch_name_on_connection(
      bus.pointer, Destination.notificationsName, G_BUS_NAME_WATCHER_FLAGS_NONE,
      { _, _, owner, data in
        guard let owner = unsafe owner else { return }
        let name = unsafe String(cString: owner)
        unsafe Notifier.onItsThread(data) { $0.serverAppeared(owner: name) }
      },
      { _, _, data in unsafe Notifier.onItsThread(data) { $0.serverVanished() } }, data, nil)
    subscription = unsafe g_dbus_connection_signal_subscribe(
      bus.pointer, Destination.notificationsName, Destination.notificationsName, nil,
      Destination.notificationsPath, nil, G_DBUS_SIGNAL_FLAGS_NONE,
      { _, sender, _, _, signal, arguments, data in
        guard let sender = unsafe sender, let signal = unsafe signal,
          let arguments = unsafe arguments
        else { return }
        let owner = unsafe String(cString: sender)
        let name = unsafe String(cString: signal)
        let values = unsafe Variant(arguments)
        unsafe Notifier.onItsThread(data) { $0.receive(name, values, from: owner) }
      }, data, nil)
    let closed:
      @convention(c) (
        OpaquePointer?, gboolean, UnsafeMutablePointer<GError>?, UnsafeMutableRawPointer?
      ) -> Void = { _, _, _, data in unsafe Notifier.onItsThread(data) { $0.busClosed() } }
    closedHandler = unsafe g_signal_connect_data(
      UnsafeMutableRawPointer(bus.pointer), "closed", unsafeBitCast(closed, to: GCallback.self),
      data, nil, GConnectFlags(rawValue: 0))
  }

  /// Stops listening: no event arrives afterwards.
  deinit {
    g_bus_unwatch_name(watch)
    unsafe g_dbus_connection_signal_unsubscribe(bus.pointer, subscription)
    unsafe g_signal_handler_disconnect(UnsafeMutableRawPointer(bus.pointer), closedHandler)
  }
}

extension Notifier {
  /// Enters the notifier in the data of a GLib callback; GLib calls back on the notifier's thread.
  static func onItsThread(
    _ data: UnsafeMutableRawPointer?, _ body: (isolated Notifier) -> Void
  ) {
    guard let data = unsafe data else { return }
    let notifier = unsafe Unmanaged<Notifier>.fromOpaque(data).takeUnretainedValue()
    notifier.assumeIsolated(body)
  }
}
