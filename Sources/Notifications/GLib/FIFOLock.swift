// SPDX-License-Identifier: Apache-2.0

/// Lets the operations of one actor happen one at a time, in the order they came.
struct FIFOLock {
  private var isTaken = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Takes the turn, now or when those who came before have passed it on.
  ///
  /// Asking and queueing up are one: between the two the turn could be passed to nobody, and whoever
  /// asked would wait for ever.
  mutating func take(_ continuation: CheckedContinuation<Void, Never>) {
    guard isTaken else {
      isTaken = true
      return continuation.resume()
    }
    waiting.append(continuation)
  }

  /// Hands the turn to whoever waits longest.
  mutating func pass() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().resume() }
  }
}
