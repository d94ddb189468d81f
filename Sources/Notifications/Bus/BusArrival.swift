// SPDX-License-Identifier: Apache-2.0

import CNotify

/// Watches the place of the session bus's socket, and requests a connection when it changes.
///
/// It lives on the thread of its owner while there is no bus, and sleeps until the place changes.
@safe struct BusArrival: ~Copyable {
  private let monitor: GObjectReference
  private let handler: gulong
  private let requests: Requests

  /// What GLib's callback needs.
  private final class Requests {
    let continuation: AsyncStream<Void>.Continuation
    init(_ continuation: AsyncStream<Void>.Continuation) { self.continuation = continuation }
  }

  /// Begins to watch; `nil` if the bus is not at a path, or the path cannot be watched.
  ///
  /// - Parameter requests: Gets an element for each change.
  init?(at address: String, requests: AsyncStream<Void>.Continuation) {
    guard let path = BusAddress.path(of: address) else { return nil }
    let file = unsafe GObjectReference(adopting: UnsafeMutableRawPointer(g_file_new_for_path(path)))
    let created = unsafe withExtendedLifetime(file) {
      unsafe g_file_monitor_file(file.opaque, G_FILE_MONITOR_NONE, nil, nil)
    }
    guard let created = unsafe created else { return nil }
    monitor = unsafe GObjectReference(adopting: UnsafeMutableRawPointer(created))
    let changed:
      @convention(c) (
        UnsafeMutableRawPointer?, OpaquePointer?, OpaquePointer?, GFileMonitorEvent,
        UnsafeMutableRawPointer?
      ) -> Void = { _, _, _, event, data in
        guard event != G_FILE_MONITOR_EVENT_DELETED else { return }
        guard let data = unsafe data else { return }
        unsafe Unmanaged<Requests>.fromOpaque(data).takeUnretainedValue().continuation.yield()
      }
    self.requests = Requests(requests)
    handler = unsafe g_signal_connect_data(
      monitor.pointer(to: GObject.self), "changed",
      unsafeBitCast(changed, to: GCallback.self),
      Unmanaged.passUnretained(self.requests).toOpaque(), nil, GConnectFlags(rawValue: 0))
  }

  deinit {
    unsafe g_signal_handler_disconnect(monitor.pointer(to: GObject.self), handler)
    unsafe g_file_monitor_cancel(monitor.pointer(to: GFileMonitor.self))
  }
}
