// SPDX-License-Identifier: Apache-2.0

public import SystemPackage

/// Where the mailslots and the spool of an account are on this machine.
///
/// | thing | system | personal |
/// |---|---|---|
/// | mailslots | `/run/mailslot/USER` | `/run/user/UID/mailslot` |
/// | spool | `/var/spool/messngr/USER` | `HOME/.local/state/messngr/spool` |
/// | mailslots of the machine | `/run/mailslot/@` | – |
///
/// Everything follows from the account, so that a sender with an empty environment looks where the
/// agent listens. Two variables move the system's places, for tests and containers:
/// `MAILSLOT_ROOT` and `MESSNGR_SPOOL`.
public struct Places: Equatable, Sendable {
  /// The name that stands for the machine where an account's name would stand.
  public static let machine = "@"

  /// What the name of a file ends in that gives its owner another name.
  public static let aliasSuffix = ".alias"

  /// The directory with a directory of mailslots for each account.
  public let mailslotRoot: FilePath

  /// The directory with a spool for each account.
  public let spoolRoot: FilePath

  /// The directory in which the system keeps a runtime directory for each user that is logged in.
  public let runtimeRoot: FilePath

  /// Creates places.
  public init(
    mailslotRoot: FilePath = "/run/mailslot", spoolRoot: FilePath = "/var/spool/messngr",
    runtimeRoot: FilePath = "/run/user"
  ) {
    self.mailslotRoot = mailslotRoot
    self.spoolRoot = spoolRoot
    self.runtimeRoot = runtimeRoot
  }

  /// The places that a program's environment names: `MAILSLOT_ROOT` and `MESSNGR_SPOOL`.
  ///
  /// A variable that is not set, or is not an absolute path, leaves the system's own place.
  public init(environment: (String) -> String?) {
    func place(_ variable: String, or standard: FilePath) -> FilePath {
      guard let value = environment(variable), value.hasPrefix("/") else { return standard }
      return FilePath(value)
    }
    self.init(
      mailslotRoot: place("MAILSLOT_ROOT", or: "/run/mailslot"),
      spoolRoot: place("MESSNGR_SPOOL", or: "/var/spool/messngr"))
  }

  /// The directory of the machine's own mailslots.
  public var machineMailslots: FilePath { mailslotRoot.appending(Places.machine) }

  /// The directories that may hold an account's mailslots, in the order they are looked at.
  public func mailslots(of account: Account) -> [FilePath] {
    [
      mailslotRoot.appending(account.name),
      runtimeRoot.appending(String(account.userID)).appending("mailslot"),
    ]
  }

  /// The directories that may hold an account's spool, in the order they are looked at.
  public func spools(of account: Account) -> [FilePath] {
    [
      spoolRoot.appending(account.name),
      account.home.appending(".local/state/messngr/spool"),
    ]
  }

  /// Where an account keeps what programs remember: `XDG_STATE_HOME`, or `HOME/.local/state`.
  ///
  /// - Parameter environment: The caller's, and so of use for the caller's own account only.
  public static func stateHome(
    of account: Account, environment: (String) -> String?
  ) -> FilePath {
    guard let value = environment("XDG_STATE_HOME"), value.hasPrefix("/") else {
      return account.home.appending(".local/state")
    }
    return FilePath(value)
  }

  /// The database of an account's messages.
  public static func inbox(of account: Account, environment: (String) -> String?) -> FilePath {
    stateHome(of: account, environment: environment).appending("messngr/inbox.sqlite")
  }
}
