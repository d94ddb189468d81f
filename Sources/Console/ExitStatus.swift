// SPDX-License-Identifier: Apache-2.0

/// How a command ends: the numbers of sysexits.h.
public enum ExitStatus: Int32, Sendable {
  /// What was asked for has been done.
  case success = 0

  /// Of several recipients, some were not reached.
  case partialFailure = 1

  /// The command line is wrong.
  case usage = 64

  /// The text was refused: empty, a NUL in it, too long for its path.
  case textRefused = 65

  /// There is no such name.
  case noSuchName = 67

  /// The name is known, but nothing could take the message.
  case unavailable = 69

  /// The spool or the inbox is full or over a quota, or another agent has the mailslot.
  case noRoom = 73

  /// The deadline passed before the state was reached.
  case deadlinePassed = 75

  /// Not permitted.
  case notPermitted = 77

  /// The configuration has errors.
  case configuration = 78
}
