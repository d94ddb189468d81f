// SPDX-License-Identifier: Apache-2.0

/// Tells one loop that there is something to do; rings while it is busy become one.
struct Doorbell: Sendable {
  /// The rings, for one loop.
  let rings: AsyncStream<Void>

  private let button: AsyncStream<Void>.Continuation

  /// Creates a bell that has not been rung.
  init() {
    (rings, button) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Rings.
  func ring() {
    button.yield()
  }

  /// Ends the loop after what it is doing.
  func remove() {
    button.finish()
  }
}
