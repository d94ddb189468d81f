// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Synchronization

/// Waits for the signals that ask a program to stop.
final class StopSignals: Sendable {
  private let signals: SignalSet
  private let last = Atomic<Int32>(0)

  /// Blocks the signals in this thread and in those that it starts.
  ///
  /// A signal that the program ignores from its start, as under `nohup`, stays ignored. A write to a pipe that
  /// no process reads becomes an error.
  init() {
    signals = SignalSet(
      [Signal.interrupt, .terminate, .hangUp].filter { signal in !signal.isIgnored })
    signals.block()
    Signal.brokenPipe.ignore()
  }

  /// The number of the signal that came; 0 when none did.
  var received: Int32 { last.load(ordering: .acquiring) }

  /// Calls `stop` on a thread of its own when a signal has come.
  func onStop(_ stop: @escaping @Sendable () -> Void) {
    // The thread waits as long as the program runs, so no other thread joins it.
    _ = PlainThread { [self] in
      last.store(signals.wait().rawValue, ordering: .releasing)
      stop()
    }
  }
}
