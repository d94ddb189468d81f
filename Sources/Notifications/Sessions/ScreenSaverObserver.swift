// SPDX-License-Identifier: Apache-2.0

import CNotify

/// Reports to a watcher that a screensaver starts, ends, or hides or shows the screen.
///
/// It lives on the watcher's thread, and ends before the watcher.
@safe final class ScreenSaverObserver {
  private let screenSaver: ScreenSaver
  private let bus: BusConnection
  private unowned let watcher: DesktopWatcher
  private var watch: guint = 0
  private var subscription: guint = 0

  /// Begins to listen, and starts no screensaver.
  init(_ screenSaver: ScreenSaver, on bus: BusConnection, for watcher: DesktopWatcher) {
    self.screenSaver = screenSaver
    self.bus = bus
    self.watcher = watcher
    let data = unsafe Unmanaged.passUnretained(self).toOpaque()
    watch = unsafe g_bus_watch_name_on_connection(
      bus.pointer, screenSaver.name, G_BUS_NAME_WATCHER_FLAGS_NONE,
      { _, _, _, data in
        unsafe ScreenSaverObserver.report(data) { $0.screenSaverAppeared($1) }
      },
      { _, _, data in
        unsafe ScreenSaverObserver.report(data) { $0.screenSaverVanished($1) }
      }, data, nil)
    subscription = unsafe g_dbus_connection_signal_subscribe(
      bus.pointer, screenSaver.name, screenSaver.name, "ActiveChanged", nil, nil,
      G_DBUS_SIGNAL_FLAGS_NONE,
      { _, sender, _, _, _, arguments, data in
        guard let sender = unsafe sender, let arguments = unsafe arguments else { return }
        let owner = unsafe String(cString: sender)
        let values = unsafe Variant(arguments)
        unsafe ScreenSaverObserver.report(data) { $0.screenSaver($1, says: values, from: owner) }
      }, data, nil)
  }

  /// Stops listening: no event arrives afterwards.
  deinit {
    g_bus_unwatch_name(watch)
    unsafe g_dbus_connection_signal_unsubscribe(bus.pointer, subscription)
  }

  /// Enters the watcher in the data of a GLib callback; GLib calls back on the watcher's thread.
  private static func report(
    _ data: UnsafeMutableRawPointer?,
    _ body: @Sendable (isolated DesktopWatcher, ScreenSaver) -> Void
  ) {
    guard let data = unsafe data else { return }
    let observer = unsafe Unmanaged<ScreenSaverObserver>.fromOpaque(data).takeUnretainedValue()
    let screenSaver = observer.screenSaver
    observer.watcher.assumeIsolated { body($0, screenSaver) }
  }
}
