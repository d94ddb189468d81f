// SPDX-License-Identifier: Apache-2.0

public import Accounts
import LinuxSystem
import Messages
import Wire

/// Finds the users of this machine that a recipient stands for.
public struct RecipientFinder: Sendable {
  private let paths: Paths
  private let accounts: AccountDatabase
  private let groups: GroupDatabase

  /// The machine's own name, which stands for all users who are logged in.
  package let hostName: String

  /// Creates a finder.
  ///
  /// - Parameter hostName: The machine's own name.
  public init(
    paths: Paths, accounts: AccountDatabase, groups: GroupDatabase = GroupDatabase(),
    hostName: String
  ) {
    self.paths = paths
    self.accounts = accounts
    self.groups = groups
    self.hostName = hostName
  }

  /// The accounts that a recipient stands for, each once, sorted by name; at least one.
  ///
  /// - Throws: ``RecipientError``.
  public func accounts(for recipient: Recipient) throws(RecipientError) -> [Account] {
    switch recipient {
    case .name(let name):
      if let account = accounts.account(matching: AliasTable.plain(name)) { return [account] }
      if isThisMachine(name.text) { return try some(loggedIn()) }
      let table = AliasTable(paths: paths, accounts: accounts, hostName: hostName)
      guard let holder = table.holder(of: name) else { throw .unknownName(name.text) }
      return [holder]
    case .group(let name):
      return try some(try members(of: name).compactMap { accounts.account(named: $0) })
    case .computer(let host) where isThisMachine(host): return try some(loggedIn())
    case .users: return try some(loggedIn())
    case .everyone: return try some(loggedIn() + away())
    case .domain, .computer: throw .networkOff(recipient)
    case .realm: throw .noRelay(recipient)
    }
  }

  /// The account of this machine's relay, whose mailslot takes messages for other machines of the realm.
  ///
  /// In other directories than the system's, and without that account, it is the caller.
  package func relay() -> Account {
    accounts.account(named: Account.relayName)
      ?? Account(
        name: Account.relayName, userID: CurrentProcess.effectiveUserID,
        groupID: CurrentProcess.effectiveGroupID, home: "/nonexistent")
  }

  /// The realm of this machine; `nil` where no relay runs.
  package func realmNames() -> RealmNames? { RealmNames(of: relay(), in: paths) }

  /// The login names of a group's members, for a group of another machine, too.
  ///
  /// - Throws: ``RecipientError/unknownName(_:)``.
  package func members(of group: String) throws(RecipientError) -> [String] {
    guard let members = groups.members(of: group) ?? groups.members(of: group.lowercased()) else {
      throw .unknownName("@\(group)")
    }
    guard !members.isEmpty else { throw .noUsers }
    return members
  }

  /// Whether a name is this machine's: in full, or up to its first dot.
  package func isThisMachine(_ name: String) -> Bool {
    guard let name = try? MessageName(name) else { return false }
    return [hostName, hostName.before(".")].contains { (try? MessageName($0)) == name }
  }

  private func loggedIn() -> [Account] {
    LocalUsers(paths: paths, accounts: accounts).directories().map { $0.account }
  }

  private func away() -> [Account] {
    entries(of: paths.spoolRoot).compactMap { accounts.account(named: $0) }
  }

  private func some(_ accounts: [Account]) throws(RecipientError) -> [Account] {
    guard !accounts.isEmpty else { throw .noUsers }
    return accounts.ordered { $0.name < $1.name }.reduce(into: []) { unique, account in
      if unique.last?.name != account.name { unique.append(account) }
    }
  }

  private func entries(of path: FilePath) -> [String] {
    (try? FileSystem.entries(of: path)) ?? []
  }
}
