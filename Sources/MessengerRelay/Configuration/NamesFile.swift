// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import NameDirectory
import Realm

/// The file with the names of the realm for senders: ``NameDirectory/RealmNames``.
struct NamesFile {
  private let path: FilePath

  /// Prepares the file beside the relay's mailslot.
  init(in directory: FilePath) {
    path = directory.appending(RealmNames.fileName)
  }

  /// Writes the names of a realm, in one step.
  func write(_ membership: RelayMembership) throws(Errno) {
    let users = Set(membership.list.hosts.flatMap { $0.users ?? [] }).sorted()
    let lines = ["realm \(membership.realm)"] + (membership.isOpen ? ["open"] : []) + users
    try FileContents.replace(
      path, with: Array(lines.map { "\($0)\n" }.joined().utf8),
      permissions: FilePermissions(rawValue: 0o644))
  }

  /// Removes the file: without a relay, no name of the realm is known.
  func remove() {
    // An error means that there is no file, as wanted.
    try? FileSystem.remove(path)
  }
}
