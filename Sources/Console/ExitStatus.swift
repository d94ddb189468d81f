// SPDX-License-Identifier: Apache-2.0

public import Messages

/// The exit status of a command: the numbers of sysexits.h.
public enum ExitStatus: Int32, Sendable {
  /// The command has done its work.
  case success = 0

  /// Some of several recipients were not reached.
  case partialFailure = 1

  /// The graphical session of an agent is over.
  case sessionEnded = 3

  /// The command line is wrong.
  case usage = 64

  /// The text was refused: it is empty, has a NUL in it, or is too long for its way.
  case textRefused = 65

  /// No recipient has the name.
  case noSuchName = 67

  /// The name is known, but nothing could take the message.
  case unavailable = 69

  /// The spool or the inbox is full or over a quota, or another agent has the mailslot.
  case noRoom = 73

  /// The deadline passed before the message reached the requested state.
  case deadlinePassed = 75

  /// The user is not permitted to do this.
  case notPermitted = 77

  /// The configuration has errors.
  case configuration = 78

  /// How a program ends on an error of Windows.
  public init(_ error: Win32Error) {
    self =
      switch error {
      case .accessDenied, .aliasAlreadyExists, .cannotDeleteComputerName, .duplicateName:
        .notPermitted
      case .invalidParameter: .textRefused
      case .timedOut: .deadlinePassed
      case .notEnoughQuota, .tooManyAliases: .noRoom
      case .nameNotFound, .notLocalName: .noSuchName
      default: .unavailable
      }
  }
}
