// SPDX-License-Identifier: Apache-2.0

import CLinux

/// A signal; signal(7).
package struct Signal: RawRepresentable, Hashable, Sendable {
  /// The number.
  package let rawValue: Int32

  /// Creates a signal from its number.
  package init(rawValue: Int32) { self.rawValue = rawValue }

  /// The terminal or the session ended: `SIGHUP`.
  package static let hangUp = Signal(rawValue: SIGHUP)

  /// The user typed the interrupt character: `SIGINT`.
  package static let interrupt = Signal(rawValue: SIGINT)

  /// The user typed the quit character: `SIGQUIT`.
  package static let quit = Signal(rawValue: SIGQUIT)

  /// A stopped process has to go on: `SIGCONT`.
  package static let goOn = Signal(rawValue: SIGCONT)

  /// What the program makes of it: `SIGUSR1`.
  package static let user1 = Signal(rawValue: SIGUSR1)

  /// What the program makes of it: `SIGUSR2`.
  package static let user2 = Signal(rawValue: SIGUSR2)

  /// The process has to end at once: `SIGKILL`.
  package static let kill = Signal(rawValue: SIGKILL)

  /// The process should end: `SIGTERM`.
  package static let terminate = Signal(rawValue: SIGTERM)

  /// The process has written to a pipe or socket that no process reads: `SIGPIPE`.
  package static let brokenPipe = Signal(rawValue: SIGPIPE)

  /// Whether this process ignores the signal; sigaction(2).
  package var isIgnored: Bool { clinux_is_ignored(rawValue) }

  /// Makes this process, and the programs it starts, ignore the signal; signal(2).
  package func ignore() { clinux_ignore(rawValue) }

  /// Sends the signal to a process; kill(2).
  ///
  /// - Throws: `Errno`.
  package func send(to processID: Int32) throws(Errno) {
    guard CLinux.kill(processID, rawValue) == 0 else { throw .current }
  }

  /// Whether a process with this number exists; kill(2) with the signal 0.
  package static func processExists(_ processID: Int32) -> Bool {
    processID > 0 && (CLinux.kill(processID, 0) == 0 || Errno.current == .notPermitted)
  }
}
