// SPDX-License-Identifier: Apache-2.0

public import Accounts
public import Console
public import LinuxSystem
public import Mailslots
public import Messages
import SMBMessaging

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
  case refused(code: Int)

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
  public var code: Int {
    switch self {
    case .message: 87
    case .unknownName, .noMailslot, .nobodyHere: 2273
    case .untrusted: 5
    case .mailslot(let error): error.win32Code
    case .refused(let code): code
    case .spool(_, let errno):
      switch errno {
      case .permissionDenied, .notPermitted: 5
      case .noSpace, .diskQuotaExceeded: 1816
      default: 2136
      }
    case .notReached: 121
    case .networkOff: 3025
    case .network(let failure): failure.code
    }
  }

  /// How a program ends on this failure.
  public var exitStatus: ExitStatus {
    switch code {
    case 5: .notPermitted
    case 87: .textRefused
    case 121: .deadlinePassed
    case 1816: .noRoom
    case 2273: .noSuchName
    default: .unavailable
    }
  }

  /// What Windows says for the code, or `nil` where it has no sentence of its own here.
  public var windowsText: String? {
    switch code {
    case 5: "Access is denied."
    case 87: "The parameter is incorrect."
    case 121: "The semaphore timeout period has expired."
    case 1816: "Not enough quota is available to process this command."
    case 1610: "The configuration data for this product is corrupt."
    case 3025: "Remote mailslots are not available."
    case let code: NetError(rawValue: code)?.description
    }
  }
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

  private static func refusal(_ code: Int) -> String {
    switch code {
    case 5: "the recipient does not take messages from you"
    case 87: "the recipient's agent could not read the message"
    case 1816: "the recipient's inbox has no room for more of your messages"
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
