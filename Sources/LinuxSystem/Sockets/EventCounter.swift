// SPDX-License-Identifier: Apache-2.0

import CLinux

/// Wakes a thread that sleeps in poll(2); eventfd(2).
package struct EventCounter: ~Copyable, Sendable {
  private let counter: OwnedDescriptor

  /// Makes a counter.
  ///
  /// - Throws: `Errno`.
  package init() throws(Errno) {
    let number = clinux_event()
    guard number >= 0 else { throw .current }
    counter = OwnedDescriptor(FileDescriptor(rawValue: number))
  }

  /// The descriptor that the thread waits for: readable after ``signal()``, until ``clear()``.
  package var descriptor: FileDescriptor { counter.descriptor }

  /// Wakes the thread.
  package borrowing func signal() { clinux_signal_event(counter.rawValue) }

  /// Sets the counter to zero.
  package borrowing func clear() { clinux_clear_event(counter.rawValue) }
}
