// SPDX-License-Identifier: Apache-2.0

import NIOCore
import ServiceLifecycle

extension Channel {
  /// Waits until the channel closes, and closes it when the service is told to stop.
  ///
  /// - Parameter farewell: What is to be done before; it must close the channel.
  func runUntilGracefulShutdown(
    _ farewell: @escaping @Sendable (any Channel) -> Void = { $0.close(promise: nil) }
  ) async throws {
    try await withGracefulShutdownHandler {
      try await withTaskCancellationHandler {
        try await closeFuture.get()
      } onCancel: {
        close(promise: nil)
      }
    } onGracefulShutdown: {
      farewell(self)
    }
  }
}

extension TimeAmount {
  /// The same time.
  init(_ duration: Duration) {
    let (seconds, attoseconds) = duration.components
    self = .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
