// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem

/// The users of this machine who have a directory for mailslots: who are logged in, as a rule.
public struct LocalUsers: Sendable {
  private let paths: Paths
  private let accounts: AccountDatabase

  /// Looks in these places.
  public init(paths: Paths, accounts: AccountDatabase) {
    self.paths = paths
    self.accounts = accounts
  }

  /// Everyone who has a directory, and the directory: the system's places first.
  ///
  /// Nothing is said of whom a directory belongs to. Personal ones are seen by their owner and root.
  ///
  /// - Parameter isWanted: What a directory must be to be worth looking its user up.
  public func directories(
    where isWanted: (FilePath) -> Bool = { _ in true }
  ) -> [(account: Account, path: FilePath)] {
    let system = entries(of: paths.mailslotRoot).compactMap { name in
      let path = paths.mailslotRoot.appending(name)
      return isWanted(path) ? accounts.account(named: name).map { ($0, path) } : nil
    }
    let personal = entries(of: paths.runtimeRoot).compactMap(UInt32.init).compactMap { userID in
      let path = paths.runtimeRoot.appending(String(userID)).appending("mailslot")
      guard exists(path), isWanted(path) else { return (Account, FilePath)?.none }
      return accounts.account(userID: userID).map { ($0, path) }
    }
    return system + personal
  }

  private func entries(of path: FilePath) -> [String] {
    ((try? FileSystem.entries(of: path)) ?? []).filter { $0 != Paths.machine }
  }

  private func exists(_ path: FilePath) -> Bool {
    (try? path.stat()) != nil
  }
}
