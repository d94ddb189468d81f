// SPDX-License-Identifier: Apache-2.0

import Inbox
import Places
import SystemPackage

/// The directories of one user's agent.
struct AgentPlaces: Sendable {
  private let account: Account
  private let places: Places

  /// The database of the user's messages.
  let inbox: FilePath

  /// Finds the directories of a user.
  ///
  /// - Parameter environment: Where `XDG_STATE_HOME` may move the inbox to.
  init(account: Account, places: Places, environment: (String) -> String?) {
    self.account = account
    self.places = places
    inbox = Places.inbox(of: account, environment: environment)
  }

  /// The spools that messages may be left in: the system's, if there is one, and the user's own,
  /// which is made.
  ///
  /// What is wrong with one is told to `report`.
  func spools(report: (PlaceError) -> Void) -> [Spool] {
    let paths = places.spools(of: account)
    return paths.enumerated().compactMap { index, path in
      do throws(PlaceError) {
        guard index == paths.count - 1 else {
          return Spool(
            try TrustedDirectory(path, ownedBy: account.userID), of: account.userID)
        }
        // In a shared place anyone may leave a message, and only the owner see what is there.
        let isShared = path.starts(with: places.spoolRoot)
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
