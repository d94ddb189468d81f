// SPDX-License-Identifier: Apache-2.0

import Console
import Mailslots
import Messages
import NetBIOSClient

/// Why `mailslot write` failed, here or on the network.
enum WriteFailure: Error, Equatable {
  /// On this machine.
  case local(MailslotError)

  /// On the network.
  case remote(NetworkFailure)

  /// How the program ends.
  var exitStatus: ExitStatus {
    switch self {
    case .local(let error): error.exitStatus
    case .remote(let failure): failure.exitStatus
    }
  }
}

extension WriteFailure: CustomStringConvertible {
  /// One line for a person, with the number that Windows gives for the same.
  var description: String {
    switch self {
    case .local(let error): "\(error) (error \(error.win32Code))"
    // A mailslot has no messenger's codes: no name is no path, ERROR_BAD_NETPATH.
    case .remote(let failure):
      "\(failure) (error \(failure.isAboutName ? .badNetworkPath : failure.code))"
    }
  }
}

extension NetworkFailure {
  fileprivate var isAboutName: Bool {
    switch self {
    case .nameNotFound, .impossibleName: true
    default: false
    }
  }
}
