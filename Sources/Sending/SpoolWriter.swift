// SPDX-License-Identifier: Apache-2.0

import Glibc
import Messages
import Places
import SystemPackage

/// Leaves a message in the spool of somebody who is away.
///
/// A message is a file of its own, `ID.msg`, that appears whole or not at all. Its owner is the
/// sender: the kernel's word, as for a mailslot.
struct SpoolWriter: ~Copyable {
  private let directory: TrustedDirectory

  /// Opens the spool of a user.
  init(_ path: FilePath, ownedBy owner: UInt32) throws(PlaceError) {
    directory = try TrustedDirectory(path, ownedBy: owner)
  }

  /// Writes a message and returns when it is on the disk.
  ///
  /// - Parameter body: A ``MailslotBody``.
  /// - Throws: `Errno`. Nothing of the message is left behind then.
  borrowing func write(_ body: [UInt8], id: MessageID) throws(Errno) {
    let partial = directory.stablePath(of: ".\(id).\(getpid())")
    do {
      let file = try FileDescriptor.open(
        partial, .writeOnly, options: [.create, .exclusiveCreate, .noFollow, .closeOnExec],
        permissions: FilePermissions(rawValue: 0o600))
      try file.closeAfter {
        // The spool's owner is not the file's: what nobody can list, its reader must open.
        try file.setPermissions(0o644)
        try file.writeAll(body)
        try file.synchronize()
        try DirectoryEntry.rename(partial, to: directory.stablePath(of: "\(id).msg"))
        // The spool cannot be listed, so it cannot be opened for an fsync of its own. A second one
        // on the file makes the journal of ext4, XFS and Btrfs write the new name out.
        try file.synchronize()
      }
    } catch {
      try? DirectoryEntry.remove(partial)
      throw (error as? Errno) ?? .ioError
    }
  }

}

extension FileDescriptor {
  /// Sets the permissions of the file, whatever the umask.
  ///
  /// The corresponding C function is `fchmod`.
  fileprivate func setPermissions(_ mode: mode_t) throws(Errno) {
    guard fchmod(rawValue, mode) == 0 else { throw Errno(rawValue: errno) }
  }

  /// Waits until the file is on the disk.
  ///
  /// The corresponding C function is `fsync`.
  fileprivate func synchronize() throws(Errno) {
    guard fsync(rawValue) == 0 else { throw Errno(rawValue: errno) }
  }
}
