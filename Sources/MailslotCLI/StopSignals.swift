// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Synchronization

/// The signals that ask a program to stop, as something that can be waited for.
final class StopSignals: Sendable {
  private let signals: SignalSet
  private let last = Atomic<Int32>(0)

  /// From now on the signals stop nothing by themselves, in this thread and those it starts.
  ///
  /// A signal that the caller chose to ignore, as `nohup` does, stays ignored. Writing to a pipe that
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
    // The thread waits as long as the program runs: there is no end to join.
    _ = PlainThread { [self] in
      last.store(signals.wait().rawValue, ordering: .releasing)
      stop()
    }
  }
}
