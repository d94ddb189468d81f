// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The signals that ask a program to stop, kept from doing so.
struct SignalMask: Sendable {
  /// The signals that this thread did not take before.
  let original: sigset_t

  /// Notes what this thread takes now.
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

  /// From now on the signals wait for ``next()``, in this thread and those it starts.
  ///
  /// Writing to a pipe that nobody reads becomes an error.
  func block() {
    var set = signals
    unsafe _ = pthread_sigmask(SIG_BLOCK, &set, nil)
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// Waits for the next signal; `nil` for one that the terminal has sent, to this process and its
  /// child alike.
  ///
  /// The corresponding C function is `sigwaitinfo`.
  func next() -> Int32? {
    var set = signals
    var info = unsafe siginfo_t()
    let number = unsafe sigwaitinfo(&set, &info)
    // Above 0 it is the kernel's own: sigaction(2).
    return unsafe number > 0 && info.si_code <= 0 ? number : nil
  }
}
