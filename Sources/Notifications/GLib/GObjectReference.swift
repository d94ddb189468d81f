// SPDX-License-Identifier: Apache-2.0

import CNotify

/// Owns one reference to a GObject and releases it at the end.
///
/// It may cross threads: GLib counts references atomically, and only thread-safe objects
/// (`GDBusConnection`, `GCancellable`) are shared.
@safe final class GObjectReference: Sendable {
  private nonisolated(unsafe) let object: UnsafeMutableRawPointer  // GLib counts atomically.

  /// Takes over the caller's reference.
  init(adopting object: UnsafeMutableRawPointer) {
    unsafe self.object = unsafe object
  }

  deinit { unsafe g_object_unref(object) }

  /// The object as an opaque C type; valid while this reference lives.
  @unsafe var opaque: OpaquePointer { unsafe OpaquePointer(object) }

  /// The object as a C structure; valid while this reference lives.
  @unsafe func pointer<T>(to type: T.Type) -> UnsafeMutablePointer<T> {
    unsafe object.assumingMemoryBound(to: type)
  }
}
