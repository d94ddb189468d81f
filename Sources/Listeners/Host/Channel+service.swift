// SPDX-License-Identifier: Apache-2.0

import NIOCore
import ServiceLifecycle

extension Channel {
  /// Waits until the channel closes, and closes it when the service shuts down.
  ///
  /// - Parameter closeChannel: Closes the channel, at once or after other work.
  func runUntilGracefulShutdown(
    _ closeChannel: @escaping @Sendable (any Channel) -> Void = { $0.close(promise: nil) }
  ) async throws {
    try await withGracefulShutdownHandler {
      try await withTaskCancellationHandler {
        try await closeFuture.get()
      } onCancel: {
        close(promise: nil)
      }
    } onGracefulShutdown: {
      closeChannel(self)
    }
  }
}
