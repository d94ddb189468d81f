// SPDX-License-Identifier: Apache-2.0

public import DaemonSupport
import Inbox
public import LinuxSystem
public import Mailslots

/// Why a relay cannot start.
public enum RelayError: DaemonFailure, Equatable, Sendable {
  /// A file that the realm's authority makes cannot be read.
  case unreadable(FilePath, Errno)

  /// The list of the realm has an error.
  case list(FilePath, String)

  /// The list of the realm does not name this machine.
  case notInRealm(host: String, realm: String, FilePath)

  /// The relay's mailslot cannot be made.
  case mailslot(MailslotError)

  /// The outbox cannot be used.
  case outbox(String)

  /// The relay's client of the servers cannot be used: a certificate that is none, for example.
  case client(String)

  /// No server answers.
  case unavailable(String)

  /// The servers refuse the administrator's certificate.
  case notPermitted(String)

  /// How the program ends: 69, 74, 77 or 78 of sysexits.h.
  public var exitStatus: Int32 {
    switch self {
    case .unreadable, .list, .notInRealm, .client: 78
    case .mailslot, .unavailable: 69
    case .outbox: 74
    case .notPermitted: 77
    }
  }
}

extension RelayError {
  /// One line for a person.
  public var description: String {
    switch self {
    case .unreadable(let path, let error):
      """
      \(path) cannot be read: \(error); "messngr realm add-host" makes the files of a machine, and \
      messngr-relay needs them in that directory
      """
    case .list(let path, let reason): "\(path): \(reason)"
    case .notInRealm(let host, let realm, let path):
      "\(path) names no machine '\(host)' of the realm \(realm); set \"host\", or add the machine"
    case .mailslot(let error): "\(error)"
    case .outbox(let reason): "the outbox cannot be used: \(reason)"
    case .client(let reason), .unavailable(let reason), .notPermitted(let reason): reason
    }
  }
}
