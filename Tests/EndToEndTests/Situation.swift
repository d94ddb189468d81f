// SPDX-License-Identifier: Apache-2.0

/// What a message may find at its recipient's.
enum Situation: String, CaseIterable {
  case atTheDesk = "at the desk"
  case loggedOut = "logged out"
  case noPopupDaemon = "no popup daemon"
  case hungPopupDaemon = "popup daemon hangs"
  case diskFull = "disk full"
  case loggedOutDiskFull = "logged out, disk full"
  case neverHere = "has never run the agent"
  case nobody = "no such name"

  /// The login name of somebody in this situation.
  var user: String {
    switch self {
    case .atTheDesk: "desk"
    case .loggedOut: "away"
    case .noPopupDaemon: "bare"
    case .hungPopupDaemon: "hung"
    case .diskFull: "full"
    case .loggedOutDiskFull: "stuffed"
    case .neverHere: "newcomer"
    case .nobody: "no-such-user-here"
    }
  }

  /// What is promised, whatever the origin: the exit status, and what became of the message.
  var promise: String {
    switch self {
    case .atTheDesk: "0, shown"
    case .loggedOut, .noPopupDaemon, .hungPopupDaemon: "0, kept"
    case .diskFull, .loggedOutDiskFull: "73"
    case .neverHere, .nobody: "67"
    }
  }
}
