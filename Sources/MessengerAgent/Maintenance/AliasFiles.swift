// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem

/// The names of a user besides the login name: they last as long as the agent runs.
enum AliasFiles {
  /// Removes all names of the user whose mailslot is at `path`.
  static func removeAll(beside path: FilePath) {
    let directory = path.removingLastComponent()
    for entry in (try? FileSystem.entries(of: directory)) ?? []
    where entry.hasSuffix(Paths.aliasSuffix) {
      try? FileSystem.remove(directory.appending(entry))
    }
  }
}
