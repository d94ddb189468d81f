// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The signals that ask a program to stop, and whether they are blocked.
struct SignalMask: Sendable {
  /// The signals that this thread blocked before.
  let original: sigset_t

  /// Stores the signals that this thread blocks now.
  init() {
    var original = sigset_t()
    unsafe _ = pthread_sigmask(SIG_BLOCK, nil, &original)
    self.original = original
  }

  /// The signals.
  var signals: sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for number in [SIGTERM, SIGINT, SIGHUP, SIGQUIT] { unsafe sigaddset(&set, number) }
    return set
  }

  /// Blocks the signals in this thread and those it starts; they wait for ``next()``.
  ///
  /// A write to a pipe without a reader becomes an error.
  func block() {
    var set = signals
    unsafe _ = pthread_sigmask(SIG_BLOCK, &set, nil)
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Waits for the next signal; `nil` for one from the terminal, which the command gets too.
  ///
  /// The corresponding C function is `sigwaitinfo`.
  func next() -> Int32? {
    var set = signals
    var info = unsafe siginfo_t()
    let number = unsafe sigwaitinfo(&set, &info)
    // A code above 0 means that the kernel sent it: sigaction(2).
    return unsafe number > 0 && info.si_code <= 0 ? number : nil
  }
}
