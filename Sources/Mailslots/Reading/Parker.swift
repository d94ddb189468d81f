// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// A place where one thread waits for one value.
struct Parker<Value: Sendable>: Sendable {
  private let value = Monitor<Value?>(nil)

  /// Gives the value to the thread that waits, or will wait.
  func unpark(_ value: Value) {
    self.value.withLock { $0 = value }
    self.value.wakeOne()
  }

  /// Waits for the value; `nil` when it did not come before the deadline.
  func park(until deadline: Deadline) -> Value? {
    value.wait(until: deadline) { $0 }
  }
}
