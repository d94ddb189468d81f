// SPDX-License-Identifier: Apache-2.0

import Accounts
import Glibc
import LinuxSystem

/// The names of a user besides the login name: they last as long as the agent runs.
enum AliasFiles {
  /// Removes all names of the user whose mailslot is at `path`.
  ///
  /// The corresponding C function is `unlink`.
  static func removeAll(beside path: FilePath) {
    let directory = path.removingLastComponent()
    for entry in (try? FileSystem.entries(of: directory)) ?? []
    where entry.hasSuffix(Paths.aliasSuffix) {
      unsafe _ = unlink(directory.appending(entry).string)
    }
  }
}
