// SPDX-License-Identifier: Apache-2.0

/// The pause before something is tried again: each one is twice as long as the one before.
struct RetryPause: Equatable, Sendable {
  /// The first pause.
  static let shortest = Duration.milliseconds(250)

  /// The longest pause.
  static let longest = Duration.seconds(15)

  private var pause = shortest

  /// The next pause.
  mutating func next() -> Duration {
    defer { pause = min(pause * 2, RetryPause.longest) }
    return pause
  }

  /// Begins with the shortest one again.
  mutating func reset() { pause = RetryPause.shortest }
}
