// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Messages

/// Leaves a message in the spool of a user who is away.
///
/// A message is a file of its own that appears whole or not at all. The file's owner is the sender: the
/// kernel's word, as for a mailslot. Its name is random, so no other user can take the name first, and
/// its content names the user whom it is for, so no other user can pass it on. Its sticky bit, which
/// only the owner of a file can set and which means nothing else on a file, marks it as a message: a
/// file that any other program of the sender has written is none; chmod(2).
struct SpoolWriter: ~Copyable {
  /// The bytes of a file system that senders leave free for everything else: 64 MiB, or a twentieth of a
  /// small one.
  private static let reservedByteCount: UInt64 = 64 << 20

  /// The files of a file system that senders leave free, or a twentieth of a small one.
  private static let reservedFileCount: UInt64 = 4096

  /// The mode of a message: the spool's owner is not the file's, so what no other user can list, its
  /// reader must open.
  private static let mode = FilePermissions(rawValue: 0o1644)

  private let directory: TrustedDirectory
  private let owner: UInt32

  /// Opens the spool of a user.
  init(_ path: FilePath, ownedBy owner: UInt32) throws(DirectoryTrustError) {
    directory = try TrustedDirectory(path, ownedBy: owner)
    self.owner = owner
  }

  /// Writes a message and returns when it is on the disk.
  ///
  /// - Parameter body: What ``MailslotBody/encode(_:)`` returned.
  /// - Throws: `Errno`; `noSpace` also when too little of the file system would stay free. Nothing of
  ///   the message is left behind then.
  borrowing func write(_ body: [UInt8]) throws(Errno) {
    guard hasRoom(for: body.count) else { throw .noSpace }
    // Twice 128 random bits: the name while it is written says nothing about the last one.
    let (partial, name) = (".\(MessageID())", "\(MessageID()).msg")
    let file = try FileDescriptor.open(
      FilePath(partial), .writeOnly, options: [.exclusiveCreate, .noFollow],
      in: directory.descriptor)
    do throws(Errno) {
      try file.closeAfter { () throws(Errno) in
        try file.setPermissions(SpoolWriter.mode)
        try file.writeAll(MailslotBody.addressed(body, to: owner))
        try file.synchronize()
        try directory.descriptor.rename(partial, to: name)
        // The spool cannot be listed, so it cannot be opened for an fsync of its own. A second one
        // on the file makes the journal of ext4, XFS and Btrfs write the new name out.
        try file.synchronize()
      }
    } catch {
      try? directory.descriptor.remove(partial)
      throw error
    }
  }

  /// Whether the file system has room for that many bytes and a file, and what is reserved beside it.
  ///
  /// A file system that does not count its files, Btrfs for one, says that it has none.
  private borrowing func hasRoom(for byteCount: Int) -> Bool {
    guard let space = try? directory.descriptor.fileSystemSpace() else { return true }
    let reserve = min(space.byteCount / 20, SpoolWriter.reservedByteCount)
    return space.freeByteCount >= reserve + UInt64(byteCount)
      && (space.fileCount == 0
        || space.freeFileCount > min(space.fileCount / 20, SpoolWriter.reservedFileCount))
  }
}
