// SPDX-License-Identifier: Apache-2.0

import CLinux

/// A thread whose wait in the kernel another thread can end, with SIGURG; signal(7).
///
/// The signal ends a call that waits, for example close(2), and has no other effect. Without a handler a
/// process ignores it.
package struct InterruptibleThread: Hashable, Sendable {
  private let identifier: pthread_t

  /// The thread that calls this.
  package static var current: InterruptibleThread {
    InterruptibleThread(identifier: pthread_self())
  }

  /// Gives the process a handler of the signal, unless it has its own.
  package static func prepareProcess() { clinux_catch_sigurg() }

  /// Lets the signal reach the calling thread, or keeps it away; pthread_sigmask(3).
  package static func admitInterrupts(_ admits: Bool) { clinux_admit_sigurg(admits) }

  /// Ends the thread's wait; pthread_kill(3).
  ///
  /// The thread must not have ended.
  package func interrupt() { pthread_kill(identifier, SIGURG) }
}
