// SPDX-License-Identifier: Apache-2.0

/// Lets the operations of one actor run one at a time, in the order of their calls.
struct FIFOLock {
  private var isHeld = false
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// Acquires the lock, now or after all earlier callers have released it.
  ///
  /// The actor calls it without an `await` in between, so no release can come between the check and the
  /// wait.
  mutating func acquire(_ continuation: CheckedContinuation<Void, Never>) {
    guard isHeld else {
      isHeld = true
      return continuation.resume()
    }
    waiting.append(continuation)
  }

  /// Releases the lock to the caller that has waited longest.
  mutating func release() {
    if waiting.isEmpty { isHeld = false } else { waiting.removeFirst().resume() }
  }
}
