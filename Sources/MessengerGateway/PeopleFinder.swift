// SPDX-License-Identifier: Apache-2.0

import Accounts
import Glibc
import LinuxSystem
import Sending

/// Who gets messages on this machine at the moment.
struct PeopleFinder {
  /// Names of people.
  struct People: Equatable {
    /// The login names of those who are logged in, and the other names they have taken.
    var present: [String] = []

    /// The login names of those who are not, and have a spool.
    var away: [String] = []
  }

  private let paths: Paths
  private let accounts: AccountDatabase
  private let table: AliasTable
  private let includesAway: Bool
  private var known: [String: Account] = [:]
  private var last: (state: [Fingerprint], people: People)?
  private var uses = 0

  /// After how many looks everything is searched all the same: two changes can have one time.
  private static let maximumUses = 12

  /// What of a directory is different when something was made in it, or went.
  private struct Fingerprint: Equatable {
    let name: String
    let seconds: Int
    let nanoseconds: Int
  }

  init(paths: Paths, accounts: AccountDatabase, machine: String, includesAway: Bool) {
    self.paths = paths
    self.accounts = accounts
    self.includesAway = includesAway
    table = AliasTable(paths: paths, accounts: accounts, hostName: machine)
  }

  /// Looks again, for which most of the time it is enough to see that nothing has changed.
  mutating func find() -> People {
    let state = fingerprints()
    if let last, last.state == state, uses < PeopleFinder.maximumUses {
      uses += 1
      return last.people
    }
    uses = 0
    let people = search()
    last = (state, people)
    return people
  }

  private func fingerprints() -> [Fingerprint] {
    [paths.mailslotRoot, paths.spoolRoot].flatMap { root in
      let names = (try? FileSystem.entries(of: root)) ?? []
      return names.map { name in
        let isSlot = root == paths.mailslotRoot
        // What is in a spool changes with each message, and does not matter.
        let time = isSlot ? (try? root.appending(name).stat())?.changeTime : nil
        return Fingerprint(
          name: name, seconds: time?.seconds ?? 0, nanoseconds: time?.nanoseconds ?? 0)
      }
    }
  }

  private mutating func search() -> People {
    let present = owners(of: paths.mailslotRoot)
    let away = includesAway ? owners(of: paths.spoolRoot).filter { !present.contains($0) } : []
    return People(present: present + table.all().map(\.name), away: away)
  }

  /// The accounts whose directories are in a directory of the system's.
  private mutating func owners(of root: FilePath) -> [String] {
    let names = (try? FileSystem.entries(of: root)) ?? []
    return names.filter { name in
      guard name != Paths.machine, let account = account(named: name) else { return false }
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
