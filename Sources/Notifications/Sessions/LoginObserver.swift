// SPDX-License-Identifier: Apache-2.0

import CNotify

/// Tells a lock screen that something about the machine's sessions has changed.
///
/// Made, called and ended on the lock screen's thread. The lock screen outlives it.
@safe struct LoginObserver: ~Copyable {
  private let bus: SystemBus
  private let watch: guint
  private let subscriptions: [guint]

  /// Begins to listen: to logind coming and going, to sessions doing so, and to what changes of one.
  init(_ bus: SystemBus, for lockScreen: LockScreen) {
    let data = unsafe Unmanaged.passUnretained(lockScreen).toOpaque()
    self.bus = bus
    watch = unsafe g_bus_watch_name_on_connection(
      bus.pointer, Destination.loginName, G_BUS_NAME_WATCHER_FLAGS_NONE,
      { _, _, _, data in unsafe LockScreen.changed(data) },
      { _, _, data in unsafe LockScreen.changed(data) }, data, nil)
    func subscribe(_ interface: String, _ signal: String, about argument: String?) -> guint {
      unsafe g_dbus_connection_signal_subscribe(
        bus.pointer, Destination.loginName, interface, signal, nil, argument,
        G_DBUS_SIGNAL_FLAGS_NONE, { _, _, _, _, _, _, data in unsafe LockScreen.changed(data) },
        data, nil)
    }
    subscriptions = [
      subscribe(
        Destination.propertiesInterface, "PropertiesChanged", about: Destination.sessionInterface),
      subscribe(Destination.loginInterface, "SessionNew", about: nil),
      subscribe(Destination.loginInterface, "SessionRemoved", about: nil),
    ]
  }

  /// Stops listening; nothing is heard afterwards.
  deinit {
    g_bus_unwatch_name(watch)
    for subscription in subscriptions {
      unsafe g_dbus_connection_signal_unsubscribe(bus.pointer, subscription)
    }
  }
}
