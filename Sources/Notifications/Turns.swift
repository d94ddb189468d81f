// SPDX-License-Identifier: Apache-2.0

/// Lets the operations of one actor happen one at a time, in the order they came.
struct Turns {
  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Takes the turn; `false` means it is somebody else's and `wait(_:)` gets it later.
  mutating func take() -> Bool {
    defer { isTaken = true }
    return !isTaken
  }

  /// Queues up for the turn.
  mutating func wait(_ continuation: CheckedContinuation<Void, Never>) {
    waiting.append(continuation)
  }

  /// Hands the turn to whoever waits longest.
  mutating func pass() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}
