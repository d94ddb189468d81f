// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A value that threads change, and for which other threads wait.
public final class Watched<Value>: @unchecked Sendable {  // The lock guards the value.
  private let changed = NSCondition()
  private var value: Value

  /// Begins with a value.
  public init(_ value: sending Value) { self.value = value }

  /// Reads something of the value, as it is now.
  public func read<Part>(_ part: (Value) throws -> Part) rethrows -> Part {
    try changed.withLock { try part(value) }
  }

  /// Changes the value, and wakes the threads that wait.
  public func change(_ change: (inout Value) -> Void) {
    changed.withLock {
      change(&value)
      changed.broadcast()
    }
  }

  /// Waits until a condition holds for the value.
  ///
  /// - Returns: Whether it held in time.
  public func wait(atMost time: Duration, until isTrue: (Value) -> Bool) -> Bool {
    let end = Date(timeIntervalSinceNow: Double(time.components.seconds))
    return changed.withLock {
      while !isTrue(value) {
        guard changed.wait(until: end) else { return isTrue(value) }
      }
      return true
    }
  }
}
