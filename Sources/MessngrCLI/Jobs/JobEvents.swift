// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Synchronization

/// A pipe that reports the end of a command and the signals for it, so that poll(2) can wait for both.
///
/// A thread waits for each and writes a byte to the pipe. ``stop()`` ends the threads.
struct JobEvents: ~Copyable {
  /// The byte that reports the end of the command; all others are numbers of signals.
  static let commandEnded: UInt8 = 0

  /// The pipe.
  let pipe: Pipe

  private let signals: SignalMask
  private let isStopped = Flag()
  private var commandThread: PlainThread?
  private var signalThread: PlainThread?

  /// Shared with the thread for signals.
  private final class Flag: Sendable {
    let isSet = Atomic(false)
  }

  /// Creates the pipe.
  ///
  /// - Throws: `Errno` when there are no descriptors left.
  init(_ signals: SignalMask) throws {
    pipe = try Pipe()
    self.signals = signals
  }

  /// Reports the end of a command, and leaves it for waitpid(2).
  ///
  /// The corresponding C function is `waitid` with `WNOWAIT`.
  ///
  /// - Returns: Whether there is a thread for it.
  mutating func watch(_ command: pid_t) -> Bool {
    let output = pipe.writeEnd
    commandThread = PlainThread {
      var info = unsafe siginfo_t()
      while unsafe waitid(P_PID, id_t(command), &info, WEXITED | WNOWAIT) < 0, errno == EINTR {}
      _ = try? output.writeAll([JobEvents.commandEnded])
    }
    return commandThread != nil
  }

  /// Reports the signals of the mask from now on.
  mutating func watchSignals() {
    let (output, signals, isStopped) = (pipe.writeEnd, signals, isStopped)
    signalThread = PlainThread {
      while true {
        let number = signals.next()
        guard !isStopped.isSet.load(ordering: .acquiring) else { return }
        if let number { _ = try? output.writeAll([UInt8(number)]) }
      }
    }
  }

  /// Ends the threads and closes the pipe.
  ///
  /// The command must have ended.
  consuming func stop() {
    isStopped.isSet.store(true, ordering: .releasing)
    if let thread = signalThread.take() {
      // The thread waits for this signal among others.
      thread.send(SIGTERM)
      thread.join()
    }
    if let thread = commandThread.take() { thread.join() }
  }
}
