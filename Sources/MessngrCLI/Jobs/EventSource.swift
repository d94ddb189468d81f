// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import LinuxSystem

/// Threads that wait for what poll(2) cannot wait for, and write a byte to a pipe when it comes.
///
/// The descriptor is theirs from then on.
enum EventSource {
  /// The byte that says that the child has ended; all others are signals.
  static let childEnded: UInt8 = 0

  /// Waits until a child has ended, and leaves it for waitpid(2) to reap.
  ///
  /// The corresponding C function is `waitid` with `WNOWAIT`.
  static func watch(_ child: pid_t, _ pipe: FileDescriptor) {
    Thread.detachNewThread {
      var info = unsafe siginfo_t()
      while unsafe waitid(P_PID, id_t(child), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
      _ = try? pipe.writeAll([childEnded])
      try? pipe.close()
    }
  }

  /// Waits for signals as long as the process lives.
  static func watch(_ signals: SignalMask, _ pipe: FileDescriptor) {
    Thread.detachNewThread {
      while true {
        if let number = signals.next() { _ = try? pipe.writeAll([UInt8(number)]) }
      }
    }
  }
}
