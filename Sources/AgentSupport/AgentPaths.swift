// SPDX-License-Identifier: Apache-2.0

package import Accounts
package import Inbox
package import LinuxSystem

/// The directories of one user's agent.
package struct AgentPaths: Sendable {
  private let account: Account
  private let paths: Paths

  /// The database of the user's messages.
  package let inbox: FilePath

  /// Finds the directories of a user.
  ///
  /// - Parameter environment: The value of an environment variable; `XDG_STATE_HOME` moves the inbox.
  package init(account: Account, paths: Paths, environment: (String) -> String?) {
    self.account = account
    self.paths = paths
    inbox = Paths.inbox(of: account, environment: environment)
  }

  /// The spools that senders may use: the system's, if there is one, and the user's own, which this
  /// makes.
  ///
  /// - Parameter report: Called for each spool that cannot be trusted.
  package func spools(report: (DirectoryTrustError) -> Void) -> [Spool] {
    let spools = paths.spools(of: account)
    return spools.enumerated().compactMap { index, path in
      do throws(DirectoryTrustError) {
        guard index == spools.count - 1 else {
          return Spool(
            try TrustedDirectory(path, ownedBy: account.userID), of: account.userID)
        }
        // In a shared place every user may add a file, and only the owner may list the files.
        let isShared = path.starts(with: paths.spoolRoot)
        return Spool(
          try TrustedDirectory.make(
            path, ownedBy: account.userID,
            permissions: FilePermissions(rawValue: isShared ? 0o1733 : 0o700)),
          of: account.userID)
      } catch .missing {
        return nil
      } catch {
        report(error)
        return nil
      }
    }
  }
}
