// SPDX-License-Identifier: Apache-2.0

import Places
import Sending
import SystemPackage

/// Who gets messages on this machine at the moment.
struct PeopleFinder {
  /// Names of people.
  struct People: Equatable {
    /// The login names of those who are logged in, and the other names they have taken.
    var present: [String] = []

    /// The login names of those who are not, and have a spool.
    var away: [String] = []
  }

  private let places: Places
  private let accounts: AccountDatabase
  private let table: NameTable
  private let includesAway: Bool
  private var known: [String: Account] = [:]

  init(places: Places, accounts: AccountDatabase, machine: String, includesAway: Bool) {
    self.places = places
    self.accounts = accounts
    self.includesAway = includesAway
    table = NameTable(places: places, accounts: accounts, hostName: machine)
  }

  /// Looks again.
  mutating func find() -> People {
    let present = owners(of: places.mailslotRoot)
    let away = includesAway ? owners(of: places.spoolRoot).filter { !present.contains($0) } : []
    return People(present: present + table.all().map(\.name), away: away)
  }

  /// The accounts whose directories are in a directory of the system's.
  private mutating func owners(of root: FilePath) -> [String] {
    let names = (try? Directory.entries(of: root)) ?? []
    return names.filter { name in
      guard name != Places.machine, let account = account(named: name) else { return false }
      return (try? TrustedDirectory(root.appending(name), ownedBy: account.userID)) != nil
    }
  }

  /// The account of a name; asking for one can take a process, so the answer is kept.
  private mutating func account(named name: String) -> Account? {
    if let account = known[name] { return account }
    let account = accounts.account(named: name)
    known[name] = account
    return account
  }
}
