// SPDX-License-Identifier: Apache-2.0

import Console
import Inbox
import LinuxSystem

/// Why a command failed, and the exit status of the program.
struct CommandFailure: Error, Equatable {
  /// One line for a person.
  let description: String

  /// The exit status of the program.
  let status: ExitStatus

  /// Creates a failure.
  init(_ description: String, _ status: ExitStatus) {
    self.description = description
    self.status = status
  }

  /// Creates the failure for an error.
  init(_ error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as InboxError: self.init(error.description, ExitStatus(error))
    case let error as Errno:
      self.init(error.description, error == .noSpace ? .noRoom : .unavailable)
    default: self.init("\(error)", .unavailable)
    }
  }
}

extension ExitStatus {
  /// The exit status of a program that cannot use its inbox.
  init(_ error: InboxError) {
    self =
      switch error {
      case .diskFull: .noRoom
      case .directory, .foreignOwner, .writableByOthers, .system(_, .permissionDenied):
        .notPermitted
      default: .unavailable
      }
  }
}
