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
    let new = FilePath("\(path).new")
    let file = try FileDescriptor.open(
      new, .writeOnly, options: [.create, .truncate, .noFollow],
      permissions: FilePermissions(rawValue: 0o644))
    try file.closeAfter { () throws(Errno) in
      // Not at open(2), where the umask takes permissions away.
      try file.setPermissions(FilePermissions(rawValue: 0o644))
      try file.writeAll(Array(lines.map { "\($0)\n" }.joined().utf8))
    }
    try FileSystem.rename(new, to: path)
  }

  /// Removes the file: without a relay, no name of the realm is known.
  func remove() {
    // An error means that there is no file, as wanted.
    try? FileSystem.remove(path)
  }
}
