// SPDX-License-Identifier: Apache-2.0

public import Console
public import Mailslots
public import Messages
public import Places
public import SystemPackage

/// Why a message did not reach the state that was asked for.
public enum SendFailure: Error, Equatable, Sendable {
  /// The text, or another field, cannot be sent.
  case message(MessageError)

  /// Nobody here has this name.
  case unknownName(String)

  /// The user exists, but has neither a mailslot nor a spool: has never run the agent.
  case noMailslot(Account)

  /// Nobody is here to be reached.
  case nobodyHere

  /// The recipient's directory is not to be trusted.
  case untrusted(DirectoryTrustError)

  /// The recipient's mailslot did not take the message, and there was no spool for it.
  case mailslot(MailslotError)

  /// The agent refused the message with Windows's code.
  case refused(Win32Error)

  /// The spool could not take the message.
  case spool(FilePath, Errno)

  /// The deadline passed, or nothing more can be heard; `reached` is the last state known.
  case notReached(MessageState, reached: MessageState?)

  /// Messages may not leave this machine.
  case networkOff(Recipient)

  /// The network did not take the message.
  // Indirect, for a rare case must not make the type one that is slow to copy.
  indirect case network(NetworkFailure)

  /// The code Windows has for this failure: [MS-ERREF], lmerr.h.
  public var code: Win32Error {
    switch self {
    case .message: .invalidParameter
    case .unknownName, .noMailslot, .nobodyHere: .nameNotFound
    case .untrusted: .accessDenied
    case .mailslot(let error): Win32Error(rawValue: error.win32Code)
    case .refused(let code): code
    case .spool(_, let errno):
      switch errno {
      case .permissionDenied, .notPermitted: .accessDenied
      case .noSpace, .diskQuotaExceeded: .notEnoughQuota
      default: .networkError
      }
    case .notReached: .timedOut
    case .networkOff: .remoteMailslotsUnavailable
    case .network(let failure): failure.code
    }
  }

  /// How a program ends on this failure.
  public var exitStatus: ExitStatus { ExitStatus(code) }
}

extension SendFailure: CustomStringConvertible {
  /// One line for a person: what happened, to what, and what to do.
  public var description: String {
    switch self {
    case .message(let error): error.description
    case .unknownName(let name): "nobody on this machine has the name \(name)"
    case .noMailslot(let account):
      "\(account.name) has no mailslot and no spool that you can reach: messngrd has never run for "
        + "this user, or is not installed for the whole machine"
    case .nobodyHere: "nobody here runs messngrd"
    case .untrusted(let error): error.description
    case .mailslot(let error): error.description
    case .refused(let code): SendFailure.refusal(code)
    case .spool(let path, let errno): "\(path): \(errno)"
    case .notReached(let goal, let reached?): "not \(goal) in time; it is \(reached)"
    case .notReached(let goal, nil): "not \(goal) in time; nothing is known of it"
    case .networkOff(let recipient):
      "\(recipient) is on the network, where messages from here may not go"
    case .network(let failure): failure.description
    }
  }

  private static func refusal(_ code: Win32Error) -> String {
    switch code {
    case .accessDenied: "the recipient does not take messages from you"
    case .invalidParameter: "the recipient's agent could not read the message"
    case .notEnoughQuota: "the recipient's inbox has no room for more of your messages"
    default: "the recipient's agent refused the message"
    }
  }
}

extension SendFailure {
  /// Runs `body` and turns what it throws into a failure of sending.
  static func translating<Value>(
    _ body: () throws(MessageError) -> Value
  ) throws(SendFailure) -> Value {
    do throws(MessageError) { return try body() } catch { throw .message(error) }
  }

  /// Runs `body` and turns what it throws into a failure of sending.
  static func translating<Value>(
    _ body: () throws(NetworkFailure) -> Value
  ) throws(SendFailure) -> Value {
    do throws(NetworkFailure) { return try body() } catch { throw .network(error) }
  }
}
