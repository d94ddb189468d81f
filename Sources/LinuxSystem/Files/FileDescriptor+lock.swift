// SPDX-License-Identifier: Apache-2.0

import CLinux

/// Locks on open files, which other processes see; flock(2).
extension FileDescriptor {
  /// Takes the lock on this file for this descriptor alone, without waiting.
  ///
  /// - Throws: `Errno`, `.wouldBlock` when another descriptor has the lock.
  package func lockExclusively() throws(Errno) {
    guard flock(rawValue, LOCK_EX | LOCK_NB) == 0 else { throw .current }
  }

  /// Gives the lock back, also for the copies of this descriptor that other processes have.
  package func unlock() { _ = flock(rawValue, LOCK_UN) }

  /// Whether a program that this process starts gets the descriptor; fcntl(2) `FD_CLOEXEC`.
  ///
  /// - Throws: `Errno`.
  package func setInherited(_ isInherited: Bool) throws(Errno) {
    guard clinux_set_inherited(rawValue, isInherited) == 0 else { throw .current }
  }
}
