// SPDX-License-Identifier: Apache-2.0

import CNATS

/// A wish to get the messages under a subject.
///
/// It ends with ``close()``, or when it is released.
@safe package final class NATSSubscription: Sendable {
  private nonisolated(unsafe) let subscription: OpaquePointer  // The library locks it.

  /// What the library calls, on a thread of its own.
  private final class Handler: Sendable {
    let handle: @Sendable (NATSMessage) -> Void

    init(_ handle: @escaping @Sendable (NATSMessage) -> Void) { self.handle = handle }
  }

  @unsafe init(
    _ connection: OpaquePointer, _ pattern: String,
    _ handle: @escaping @Sendable (NATSMessage) -> Void
  ) throws(NATSError) {
    // The library says when it has called the handler for the last time.
    let handler = unsafe Unmanaged.passRetained(Handler(handle))
    var created: OpaquePointer?
    let status = unsafe natsConnection_Subscribe(
      &created, connection, pattern,
      { _, _, message, closure in
        guard let message = unsafe message else { return }
        defer { unsafe natsMsg_Destroy(message) }
        guard let closure = unsafe closure else { return }
        unsafe Unmanaged<Handler>.fromOpaque(closure).takeUnretainedValue()
          .handle(NATSMessage(copying: message))
      }, handler.toOpaque())
    guard status == NATS_OK, let subscription = unsafe created else {
      unsafe handler.release()
      throw NATSError(status)
    }
    unsafe self.subscription = subscription
    unsafe natsSubscription_SetOnCompleteCB(
      subscription,
      { closure in
        guard let closure = unsafe closure else { return }
        unsafe Unmanaged<Handler>.fromOpaque(closure).release()
      }, handler.toOpaque())
    // The library drops messages beyond a limit; a relay falls back to what the stream keeps.
    unsafe natsSubscription_SetPendingLimits(subscription, 65_536, 64 << 20)
  }

  deinit { unsafe natsSubscription_Destroy(subscription) }

  /// Ends it; the handler is not called for messages that come later.
  package func close() { unsafe natsSubscription_Unsubscribe(subscription) }
}
