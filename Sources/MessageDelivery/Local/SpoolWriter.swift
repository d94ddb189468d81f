// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Messages
import Wire

/// Leaves a message in the spool of a user who is away.
///
/// A message is a file of its own that appears whole or not at all. The file's owner is the sender, which
/// the kernel proves. The file's name is random, so no other user can take the name first. Its content
/// names the recipient, so no other user can pass it on. Its sticky bit marks it as a message: only the
/// owner of a file can set the bit, and it has no other effect on a file; chmod(2).
struct SpoolWriter: ~Copyable {
  /// The bytes of a file system that senders leave free: 64 MiB, or a twentieth of a small file system.
  private static let reservedByteCount: UInt64 = 64 << 20

  /// The files of a file system that senders leave free, or a twentieth of a small file system.
  private static let reservedFileCount: UInt64 = 4096

  /// The permissions of a message.
  ///
  /// The recipient does not own the file and must read it. Other users cannot list the spool.
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
  /// - Throws: `Errno`; `noSpace` also when too little of the file system would stay free. Then no file
  ///   remains.
  borrowing func write(_ body: [UInt8]) throws(Errno) {
    guard hasRoom(for: body.count) else { throw .noSpace }
    // Two random names: the first one, which other users may see, does not reveal the second one.
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
        // The sender cannot open the spool for an fsync of the directory. A second fsync of the file
        // makes ext4, XFS and Btrfs write the new name to the disk.
        try file.synchronize()
      }
    } catch {
      try? directory.descriptor.remove(partial)
      throw error
    }
  }

  /// Whether the file system has room for a file of that many bytes besides the reserve.
  ///
  /// A file system that does not limit its number of files, such as Btrfs, reports 0 files.
  private borrowing func hasRoom(for byteCount: Int) -> Bool {
    guard let space = try? directory.descriptor.fileSystemSpace() else { return true }
    let reserve = min(space.byteCount / 20, SpoolWriter.reservedByteCount)
    return space.freeByteCount >= reserve + UInt64(byteCount)
      && (space.fileCount == 0
        || space.freeFileCount > min(space.fileCount / 20, SpoolWriter.reservedFileCount))
  }
}
