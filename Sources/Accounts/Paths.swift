// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
import Wire

/// Where the mailslots and the spool of an account are on this machine.
///
/// | thing | system | personal |
/// |---|---|---|
/// | mailslots | `/run/mailslot/USER` | `/run/user/UID/mailslot` |
/// | spool | `/var/spool/messngr/USER` | `HOME/.local/state/messngr/spool` |
/// | mailslots of the machine | `/run/mailslot/@` | – |
///
/// The account alone decides, so a sender with an empty environment finds the mailslots that the agent
/// makes. Three variables replace the system's places, for tests and containers:
/// `MAILSLOT_ROOT`, `MESSNGR_SPOOL` and `MESSNGR_NETWORK`.
public struct Paths: Equatable, Sendable {
  /// The name that a path has for the machine in place of an account's name.
  public static let machine = "@"

  /// The end of the name of a file that gives its owner an alias.
  public static let aliasSuffix = ".alias"

  /// The file of heard machines: only the gateway, or root, can write it.
  public static let standardHeardMachines: FilePath = "/run/messngr-gateway/machines"

  /// The directory with a directory of mailslots for each account.
  public let mailslotRoot: FilePath

  /// The directory with a spool for each account.
  public let spoolRoot: FilePath

  /// The directory with a runtime directory for each user that is logged in.
  public let runtimeRoot: FilePath

  /// The file with a sender's settings for the network.
  public let networkSettings: FilePath

  /// The file in which the gateway lists the machines that announce themselves on the network.
  public let heardMachines: FilePath

  private let hasPersonalMailslots: Bool
  private let hasPersonalSpools: Bool

  /// Creates the places of a machine.
  public init(
    mailslotRoot: FilePath = "/run/mailslot", spoolRoot: FilePath = "/var/spool/messngr",
    runtimeRoot: FilePath = "/run/user", networkSettings: FilePath = "/etc/messngr/network",
    heardMachines: FilePath = standardHeardMachines
  ) {
    self.heardMachines = heardMachines
    self.mailslotRoot = mailslotRoot
    self.spoolRoot = spoolRoot
    self.runtimeRoot = runtimeRoot
    self.networkSettings = networkSettings
    hasPersonalMailslots = true
    hasPersonalSpools = true
  }

  /// The places that a program's environment names: `MAILSLOT_ROOT`, `MESSNGR_SPOOL` and
  /// `MESSNGR_NETWORK`.
  ///
  /// A variable that is not set, or is not an absolute path, has no effect. One that is set replaces all
  /// places of its kind, the personal ones as well, so a program in a sandbox stays there.
  public init(environment: (String) -> String?) {
    func place(_ variable: String) -> FilePath? {
      environment(variable).flatMap { $0.begins(with: "/") ? FilePath($0) : nil }
    }
    let (mailslots, spools) = (place("MAILSLOT_ROOT"), place("MESSNGR_SPOOL"))
    mailslotRoot = mailslots ?? "/run/mailslot"
    spoolRoot = spools ?? "/var/spool/messngr"
    runtimeRoot = "/run/user"
    networkSettings = place("MESSNGR_NETWORK") ?? "/etc/messngr/network"
    heardMachines =
      mailslots.map { $0.appending(Paths.machine).appending("machines") }
      ?? Paths.standardHeardMachines
    hasPersonalMailslots = mailslots == nil
    hasPersonalSpools = spools == nil
  }

  /// The directory of the machine's own mailslots.
  public var machineMailslots: FilePath { mailslotRoot.appending(Paths.machine) }

  /// The directories that may hold an account's mailslots, in the order in which programs look at them.
  ///
  /// The relay has no personal ones.
  public func mailslots(of account: Account) -> [FilePath] {
    let personal = runtimeRoot.appending(String(account.userID)).appending("mailslot")
    return [mailslotRoot.appending(account.name)]
      + (hasPersonalMailslots && account.name != Account.relayName ? [personal] : [])
  }

  /// The directories that may hold an account's spool, in the order in which programs look at them.
  public func spools(of account: Account) -> [FilePath] {
    let personal = account.home.appending(".local/state/messngr/spool")
    return [spoolRoot.appending(account.name)]
      + (hasPersonalSpools && account.name != Account.relayName ? [personal] : [])
  }

  /// The directory for an account's state files: `XDG_STATE_HOME`, or `HOME/.local/state`.
  ///
  /// - Parameter environment: The variables of the account's own processes.
  public static func stateHome(
    of account: Account, environment: (String) -> String?
  ) -> FilePath {
    guard let value = environment("XDG_STATE_HOME"), value.begins(with: "/") else {
      return account.home.appending(".local/state")
    }
    return FilePath(value)
  }

  /// The database of an account's messages.
  public static func inbox(of account: Account, environment: (String) -> String?) -> FilePath {
    stateHome(of: account, environment: environment).appending("messngr/inbox.sqlite")
  }
}
