// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import NameDirectory

/// Finds the users of this machine who can get messages now.
struct ReachableUsersFinder {
  private let paths: Paths
  private let accounts: AccountDatabase
  private let table: AliasTable
  private let includesAway: Bool
  private var cache = AccountCache()
  private var last: Search?

  /// A search, and the state of the directories at the time.
  private struct Search {
    let time: ContinuousClock.Instant
    let fingerprints: [Fingerprint]
    let users: ReachableUsers
  }

  /// How long a search counts while the directories seem the same: two changes can have one time.
  private static let maximumAge = Duration.seconds(60)

  /// What changes when a file in a directory is made or removed.
  private struct Fingerprint: Equatable {
    let name: String
    let time: FileTime?
  }

  /// Creates a finder.
  ///
  /// - Parameter includesAway: Whether users count who are away and have a spool.
  init(paths: Paths, accounts: AccountDatabase, machine: String, includesAway: Bool) {
    self.paths = paths
    self.accounts = accounts
    self.includesAway = includesAway
    table = AliasTable(paths: paths, accounts: accounts, hostName: machine)
  }

  /// Finds the users; most calls only see that no directory has changed.
  mutating func find(at now: ContinuousClock.Instant) -> ReachableUsers {
    let fingerprints = fingerprints()
    if let last, last.fingerprints == fingerprints,
      now < last.time + ReachableUsersFinder.maximumAge
    {
      return last.users
    }
    let users = search(at: now)
    last = Search(time: now, fingerprints: fingerprints, users: users)
    return users
  }

  private func fingerprints() -> [Fingerprint] {
    [paths.mailslotRoot, paths.spoolRoot].flatMap { root in
      let names = (try? FileSystem.entries(of: root)) ?? []
      return names.map { name in
        let isMailslots = root == paths.mailslotRoot
        // Each message changes the time of a spool, and does not matter here.
        let time = isMailslots ? (try? root.appending(name).stat())?.changeTime : nil
        return Fingerprint(name: name, time: time)
      }
    }
  }

  private mutating func search(at now: ContinuousClock.Instant) -> ReachableUsers {
    let present = owners(of: paths.mailslotRoot, at: now)
    let away =
      includesAway ? owners(of: paths.spoolRoot, at: now).filter { !present.contains($0) } : []
    return ReachableUsers(present: present + table.all().map { $0.name }, away: away)
  }

  /// The users who own a directory in one of the system's directories.
  private mutating func owners(of root: FilePath, at now: ContinuousClock.Instant) -> [String] {
    let names = (try? FileSystem.entries(of: root)) ?? []
    return names.filter { name in
      guard name != Paths.machine,
        let account = cache.account(named: name, at: now, lookUp: accounts.account(named:))
      else { return false }
      return (try? TrustedDirectory(root.appending(name), ownedBy: account.userID)) != nil
    }
  }
}
