// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
import Wire

/// The users of this machine who have a directory for mailslots: as a rule, those who are logged in.
public struct LocalUsers: Sendable {
  private let paths: Paths
  private let accounts: AccountDatabase

  /// Creates a list of the users that have a directory in these places.
  public init(paths: Paths, accounts: AccountDatabase) {
    self.paths = paths
    self.accounts = accounts
  }

  /// Each user with a directory, and the directory: the system's places first.
  ///
  /// The owner of a directory is not checked. Only its owner and root see a personal directory.
  ///
  /// - Parameter isWanted: Whether the caller wants a directory. The user of any other directory is not
  ///   looked up.
  public func directories(
    where isWanted: (FilePath) -> Bool = { _ in true }
  ) -> [(account: Account, path: FilePath)] {
    var found: [(account: Account, path: FilePath)] = []
    for name in entries(of: paths.mailslotRoot) {
      let path = paths.mailslotRoot.appending(name)
      if isWanted(path), let account = accounts.account(named: name) {
        found.append((account, path))
      }
    }
    for name in entries(of: paths.runtimeRoot) {
      let path = paths.runtimeRoot.appending(name).appending("mailslot")
      if let userID = Digits.decimal(name, limit: UInt64(UInt32.max)), FileSystem.exists(path),
        isWanted(path),
        let account = accounts.account(userID: UInt32(userID))
      {
        found.append((account, path))
      }
    }
    return found
  }

  private func entries(of path: FilePath) -> [String] {
    let names = (try? FileSystem.entries(of: path)) ?? []
    return names.filter { $0 != Paths.machine && $0 != Account.relayName }
  }
}
