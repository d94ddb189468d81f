// SPDX-License-Identifier: Apache-2.0

/// The situation of a recipient when a message arrives.
enum Situation: String, CaseIterable {
  case atTheDesk = "at the desk"
  case loggedOut = "logged out"
  case noPopupDaemon = "no popup daemon"
  case hungPopupDaemon = "popup daemon hangs"
  case diskFull = "disk full"
  case loggedOutDiskFull = "logged out, disk full"
  case neverHere = "has never run the agent"
  case noSuchName = "no such name"

  /// The login name of the test's user in this situation.
  var user: String {
    switch self {
    case .atTheDesk: "desk"
    case .loggedOut: "away"
    case .noPopupDaemon: "bare"
    case .hungPopupDaemon: "hung"
    case .diskFull: "full"
    case .loggedOutDiskFull: "stuffed"
    case .neverHere: "newcomer"
    case .noSuchName: "no-such-user-here"
    }
  }

  /// What the README promises for each origin: the exit status, and what became of the message.
  var promise: String {
    switch self {
    case .atTheDesk: "0, shown"
    case .loggedOut, .noPopupDaemon, .hungPopupDaemon: "0, kept"
    case .diskFull, .loggedOutDiskFull: "73"
    case .neverHere, .noSuchName: "67"
    }
  }
}
