// SPDX-License-Identifier: Apache-2.0

import ServiceLifecycle

/// Tells one loop that it has work to do; several rings while the loop is busy become one.
package struct WakeSignal: Sendable {
  private let rings: AsyncStream<Void>
  private let button: AsyncStream<Void>.Continuation

  /// Creates a signal that has not been rung.
  package init() {
    (rings, button) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Rings.
  package func ring() {
    button.yield()
  }

  /// Waits for one ring, or for the task's cancellation.
  package func wait() async {
    for await _ in rings { return }
  }

  /// Calls `body` for each ring until the program ends; the last call is completed.
  package func answer(_ body: () async -> Void) async {
    await withGracefulShutdownHandler {
      for await _ in rings { await body() }
    } onGracefulShutdown: {
      button.finish()
    }
  }
}
