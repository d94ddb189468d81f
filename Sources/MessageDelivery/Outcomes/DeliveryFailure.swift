// SPDX-License-Identifier: Apache-2.0

public import Accounts
public import Console
public import LinuxSystem
public import Mailslots
public import Messages
public import NameDirectory
public import NetBIOSClient
import Wire

/// Why a message did not reach its goal.
public indirect enum DeliveryFailure: Error, Equatable, Sendable {
  /// The text, or another field, cannot be sent.
  case message(MessageError)

  /// The recipient stands for no user.
  case recipient(RecipientError)

  /// The user has neither a mailslot nor a spool, because the user's agent has never run.
  case noMailslot(Account)

  /// No agent of the user runs, and the spool must not take the message.
  case away(Account)

  /// The message is for a later time, and its recipient is on the network, where nothing keeps it.
  case cannotWait

  /// The recipient's directory is not to be trusted.
  case untrusted(DirectoryTrustError)

  /// The recipient's mailslot did not take the message, and there was no spool for it.
  case mailslot(MailslotError)

  /// The recipient's agent refused the message.
  case refused(Win32Error)

  /// The spool could not take the message.
  case spool(FilePath, Errno)

  /// The deadline passed, or no more receipts can come; `reached` is the last state known.
  case notReached(MessageState, reached: MessageState?)

  /// The network did not take the message.
  // Indirect, for a rare case must not make the type one that is slow to copy.
  case network(NetworkFailure)

  /// The uid that a user namespace shows in place of those that it does not map: user_namespaces(7).
  private static let overflowUserID: UInt32 = 65_534

  /// The code that Windows has for this failure.
  public var code: Win32Error {
    switch self {
    case .message: .invalidParameter
    case .recipient(let error): error.code
    case .noMailslot: .nameNotFound
    case .away: .networkError
    case .cannotWait: .notSupported
    case .untrusted: .accessDenied
    case .mailslot(let error): Win32Error(rawValue: error.win32Code)
    case .refused(let code): code
    case .spool(_, .permissionDenied), .spool(_, .notPermitted): .accessDenied
    case .spool(_, .noSpace), .spool(_, .diskQuotaExceeded): .notEnoughQuota
    case .spool: .networkError
    case .notReached: .timedOut
    case .network(let failure): failure.code
    }
  }

  /// How a program ends on this failure.
  public var exitStatus: ExitStatus { ExitStatus(code) }
}

extension DeliveryFailure: CustomStringConvertible {
  /// One line for a person: what failed, why, and what to do.
  public var description: String {
    switch self {
    case .message(let error): error.description
    case .recipient(let error): error.description
    case .noMailslot(let account):
      "\(account.name) has no mailslot and no spool that you can reach: messngrd has never run for "
        + "this user, or is not installed for the whole machine"
    case .away(let account):
      "\(account.name) is away: no agent of this user runs, and without --no-spool the spool would keep "
        + "the message"
    case .cannotWait:
      "nothing on the network keeps a message for a later time; at(1) can run netsend then"
    case .untrusted(.foreignOwner(let path, userID: DeliveryFailure.overflowUserID)):
      "\(path): its owner is not to be seen here, as in a user namespace; a systemd unit that sends "
        + "messages cannot have PrivateUsers=yes"
    case .untrusted(let error): error.description
    case .mailslot(let error): error.description
    case .refused(.accessDenied): "the recipient does not take messages from you"
    case .refused(.invalidParameter): "the recipient's agent could not read the message"
    case .refused(.notEnoughQuota):
      "the recipient's inbox has no room for more of your messages"
    case .refused(.timedOut): "the message has expired before a server of the realm had it"
    case .refused(.nameNotFound): "the realm has no such user"
    case .refused: "the recipient's agent refused the message"
    case .spool(let path, .readOnlyFileSystem):
      "\(path): \(Errno.readOnlyFileSystem); a systemd unit with ProtectSystem=strict needs the line "
        + "ReadWritePaths=\(path.removingLastComponent())"
    case .spool(let path, let errno): "\(path): \(errno)"
    case .notReached(.answered, .dismissed): "not answered; the recipient dismissed it"
    case .notReached(let goal, let reached?):
      "not \(goal.rawValue) in time; it is \(reached.rawValue)"
    case .notReached(let goal, nil): "not \(goal.rawValue) in time; its state is not known"
    case .network(let failure): failure.description
    }
  }
}
