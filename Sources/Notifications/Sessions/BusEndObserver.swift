// SPDX-License-Identifier: Apache-2.0

import CNotify

/// Reports to a watcher that its connection to the session bus has ended.
///
/// It lives on the watcher's thread, and ends before the watcher.
@safe struct BusEndObserver: ~Copyable {
  private let bus: BusConnection
  private let handler: gulong

  /// Begins to listen.
  init(_ bus: BusConnection, for watcher: DesktopWatcher) {
    let closed:
      @convention(c) (
        OpaquePointer?, gboolean, UnsafeMutablePointer<GError>?, UnsafeMutableRawPointer?
      ) -> Void = { _, _, _, data in
        guard let data = unsafe data else { return }
        unsafe Unmanaged<DesktopWatcher>.fromOpaque(data).takeUnretainedValue()
          .assumeIsolated { $0.sessionBusEnded() }
      }
    self.bus = bus
    handler = unsafe g_signal_connect_data(
      UnsafeMutableRawPointer(bus.pointer), "closed", unsafeBitCast(closed, to: GCallback.self),
      Unmanaged.passUnretained(watcher).toOpaque(), nil, GConnectFlags(rawValue: 0))
  }

  /// Stops listening.
  deinit {
    unsafe g_signal_handler_disconnect(UnsafeMutableRawPointer(bus.pointer), handler)
  }
}
