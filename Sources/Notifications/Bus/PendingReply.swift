// SPDX-License-Identifier: Apache-2.0

import CNotify

/// A GLib call that is under way, as its callback sees it: without a type, because C has no generics.
@safe final class PendingReply {
  typealias End = (UnsafeMutablePointer<GObject>?, OpaquePointer?) -> Void

  /// Starts a GLib call with a callback and the callback's data.
  typealias Start = (@escaping GAsyncReadyCallback, UnsafeMutableRawPointer) -> Void

  /// Fetches the result of a GLib call, or `nil` and an error: the call's `_finish` function.
  typealias Finish<Value> = (
    UnsafeMutablePointer<GObject>?, OpaquePointer?,
    UnsafeMutablePointer<UnsafeMutablePointer<GError>?>
  ) -> Value?

  private let end: End

  private init(_ end: @escaping End) {
    unsafe self.end = unsafe end
  }

  /// Starts a call and waits for its callback, both on the notifier's thread.
  static func wait<Value: Sendable>(
    start: Start, finish: @escaping Finish<Value>
  ) async throws(BusFailure) -> Value {
    let result: Result<Value, BusFailure> = await withCheckedContinuation { waiting in
      let reply = unsafe PendingReply { source, result in
        var error: UnsafeMutablePointer<GError>?
        if let value = unsafe finish(source, result, &error) {
          waiting.resume(returning: .success(value))
        } else {
          unsafe waiting.resume(returning: .failure(BusFailure(adopting: error)))
        }
      }
      unsafe start(
        { source, result, data in
          guard let data = unsafe data else { return }
          unsafe Unmanaged<PendingReply>.fromOpaque(data).takeRetainedValue().end(source, result)
        }, Unmanaged.passRetained(reply).toOpaque())
    }
    return try result.get()
  }
}
