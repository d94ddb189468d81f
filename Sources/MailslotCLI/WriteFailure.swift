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

  /// The exit status of the program.
  var exitStatus: ExitStatus {
    switch self {
    case .local(let error): error.exitStatus
    case .remote(let failure): failure.exitStatus
    }
  }
}

extension WriteFailure: CustomStringConvertible {
  /// One line for the user, with the number that Windows has for the error.
  var description: String {
    switch self {
    case .local(let error): "\(error) (error \(error.win32Code))"
    // A name that no machine has is ERROR_BAD_NETPATH here: the codes 2100 to 2999 are for messages.
    case .remote(let failure):
      "\(failure) (error \(failure.isAboutName ? .badNetworkPath : failure.code))"
    }
  }
}

extension NetworkFailure {
  fileprivate var isAboutName: Bool {
    switch self {
    case .nameNotFound, .impossibleName, .noIPv6: true
    default: false
    }
  }
}
