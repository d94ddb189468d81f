// SPDX-License-Identifier: Apache-2.0

public import Inbox
public import LinuxSystem
public import Mailslots

/// Why the agent cannot start.
public enum AgentError: Error, Equatable, Sendable {
  /// The user database has no account with this number.
  case noAccount(userID: UInt32)

  /// Another process reads the user's messages already.
  case alreadyRunning(FilePath, processID: Int32?)

  /// The mailslot cannot be made.
  case mailslot(MailslotError)

  /// The inbox cannot be opened.
  case inbox(InboxError)

  /// How the program ends: the numbers of sysexits.h.
  public var exitStatus: Int32 {
    switch self {
    case .noAccount: 67
    case .alreadyRunning: 73
    case .mailslot, .inbox: 69
    }
  }
}

extension AgentError: CustomStringConvertible {
  /// One line for a person: what happened, to what, and what to do.
  public var description: String {
    switch self {
    case .noAccount(let userID): "the user database has nobody with the uid \(userID)"
    case .alreadyRunning(let path, let processID?):
      "\(path) is read by process \(processID) already; one agent for each user is enough"
    case .alreadyRunning(let path, nil):
      "\(path) is read by another process already; one agent for each user is enough"
    case .mailslot(let error): error.description
    case .inbox(let error): error.description
    }
  }
}
