// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Synchronization

/// The signals that ask a program to stop, as something that can be waited for; sigwait(3).
final class StopSignals: Sendable {
  private let numbers = [SIGINT, SIGTERM, SIGHUP].filter { !StopSignals.isIgnored($0) }
  private let last = Atomic<Int32>(0)

  /// From now on the signals stop nothing by themselves, in this thread and those it starts.
  ///
  /// A signal that the caller chose to ignore, as `nohup` does, stays ignored. Writing to a pipe that
  /// nobody reads becomes an error.
  init() {
    var set = set
    unsafe _ = pthread_sigmask(SIG_BLOCK, &set, nil)
    _ = signal(SIGPIPE, SIG_IGN)
  }

  /// The number of the signal that came; 0 when none did.
  var received: Int32 { last.load(ordering: .acquiring) }

  /// Calls `stop` on a thread of its own when a signal has come.
  func onStop(_ stop: @escaping @Sendable () -> Void) {
    // The thread waits as long as the program runs: there is no end to join.
    _ = PlainThread { [self] in
      var set = set
      var number: Int32 = 0
      unsafe _ = sigwait(&set, &number)
      last.store(number, ordering: .releasing)
      stop()
    }
  }

  private var set: sigset_t {
    var set = sigset_t()
    unsafe sigemptyset(&set)
    for number in numbers { unsafe sigaddset(&set, number) }
    return set
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    unsafe sigaction(number, nil, &action)
    // SIG_IGN is the number 1 in place of a function.
    return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
  }
}
