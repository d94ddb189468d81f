// SPDX-License-Identifier: Apache-2.0

import CNotify

/// Reports to a watcher that logind's sessions may have changed.
///
/// It lives on the watcher's thread, and ends before the watcher.
@safe struct LoginObserver: ~Copyable {
  private let bus: BusConnection
  private let watch: guint
  private let subscriptions: [guint]

  /// Begins to listen: to the start and end of logind, of sessions, and to changes of a session.
  init(_ bus: BusConnection, for watcher: DesktopWatcher) {
    let data = unsafe Unmanaged.passUnretained(watcher).toOpaque()
    self.bus = bus
    watch = unsafe g_bus_watch_name_on_connection(
      bus.pointer, Destination.loginName, G_BUS_NAME_WATCHER_FLAGS_NONE,
      { _, _, _, data in unsafe DesktopWatcher.loginChanged(data) },
      { _, _, data in unsafe DesktopWatcher.loginChanged(data) }, data, nil)
    func subscribe(_ interface: String, _ signal: String, about argument: String?) -> guint {
      unsafe g_dbus_connection_signal_subscribe(
        bus.pointer, Destination.loginName, interface, signal, nil, argument,
        G_DBUS_SIGNAL_FLAGS_NONE,
        { _, _, _, _, _, _, data in unsafe DesktopWatcher.loginChanged(data) },
        data, nil)
    }
    subscriptions = [
      subscribe(
        Destination.propertiesInterface, "PropertiesChanged", about: Destination.sessionInterface),
      subscribe(Destination.loginInterface, "SessionNew", about: nil),
      subscribe(Destination.loginInterface, "SessionRemoved", about: nil),
    ]
  }

  /// Stops listening: no event arrives afterwards.
  deinit {
    g_bus_unwatch_name(watch)
    for subscription in subscriptions {
      unsafe g_dbus_connection_signal_unsubscribe(bus.pointer, subscription)
    }
  }
}
