// SPDX-License-Identifier: Apache-2.0

import CLinux

/// Signals that a thread blocks, so that they do not interrupt it; sigprocmask(2).
package struct SignalSet: Sendable {
  let mask: sigset_t

  /// The signals that the calling thread blocks now; pthread_sigmask(3).
  package static var blocked: SignalSet {
    var mask = sigset_t()
    unsafe _ = pthread_sigmask(SIG_BLOCK, nil, &mask)
    return SignalSet(mask: mask)
  }

  /// Creates a set.
  package init(_ signals: [Signal]) {
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    for signal in signals { unsafe sigaddset(&mask, signal.rawValue) }
    self.mask = mask
  }

  private init(mask: sigset_t) { self.mask = mask }

  /// Blocks the signals in this thread and in those that it starts later; pthread_sigmask(3).
  package func block() {
    var mask = mask
    unsafe _ = pthread_sigmask(SIG_BLOCK, &mask, nil)
  }

  /// Waits for one of these signals, which must be blocked; sigwait(3).
  package func wait() -> Signal {
    var mask = mask
    var number: Int32 = 0
    unsafe _ = sigwait(&mask, &number)
    return Signal(rawValue: number)
  }
}
