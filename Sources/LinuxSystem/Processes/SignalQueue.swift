// SPDX-License-Identifier: Apache-2.0

import CLinux

/// Blocked signals of this process, as a descriptor that poll(2) can wait for; signalfd(2).
package struct SignalQueue: ~Copyable {
  private let queue: OwnedDescriptor

  /// Opens the queue of signals, which the caller must have blocked.
  ///
  /// - Throws: `Errno`.
  package init(_ signals: SignalSet) throws(Errno) {
    var mask = signals.mask
    let number = unsafe clinux_signals(&mask)
    guard number >= 0 else { throw .current }
    queue = OwnedDescriptor(FileDescriptor(rawValue: number))
  }

  /// Readable as long as a signal waits.
  package var descriptor: FileDescriptor { queue.descriptor }

  /// Takes the next signal without waiting; `nil` when none has come.
  ///
  /// - Returns: The signal, and whether a process sent it. The kernel sends a signal when the user types its
  ///   character at a terminal.
  package borrowing func next() -> (signal: Signal, isFromProcess: Bool)? {
    var isFromProcess = false
    let number = unsafe clinux_next_signal(queue.rawValue, &isFromProcess)
    return number > 0 ? (Signal(rawValue: number), isFromProcess) : nil
  }
}
