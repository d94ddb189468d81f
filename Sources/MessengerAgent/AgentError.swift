// SPDX-License-Identifier: Apache-2.0

public import Console
public import Inbox
public import LinuxSystem
public import Mailslots

/// Why the agent cannot start.
public enum AgentError: Error, Equatable, Sendable {
  /// The user database has no account with this uid.
  case noAccount(userID: UInt32)

  /// Another process reads the user's mailslot.
  case alreadyRunning(FilePath, processID: Int32?)

  /// The mailslot cannot be made.
  case mailslot(MailslotError)

  /// The inbox cannot be opened.
  case inbox(InboxError)

  /// How the program ends.
  public var exitStatus: ExitStatus {
    switch self {
    case .noAccount: .noSuchName
    case .alreadyRunning: .noRoom
    case .mailslot, .inbox: .unavailable
    }
  }
}

extension AgentError: CustomStringConvertible {
  /// One line for a person: what happened, to what, and what to do.
  public var description: String {
    switch self {
    case .noAccount(let userID): "the user database has no account with the uid \(userID)"
    case .alreadyRunning(let path, let processID?):
      "process \(processID) reads \(path) already; a user needs one agent only"
    case .alreadyRunning(let path, nil):
      "another process reads \(path) already; a user needs one agent only"
    case .mailslot(let error): error.description
    case .inbox(let error): error.description
    }
  }
}
