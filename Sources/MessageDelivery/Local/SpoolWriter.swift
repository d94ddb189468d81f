// SPDX-License-Identifier: Apache-2.0

import Glibc
import Messages
import Places
import SystemPackage

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

  /// The mode of a message: the recipient does not own the file and must read it. Other users cannot list
  /// the spool.
  private static let mode: mode_t = 0o1644

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
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
    let descriptor = unsafe openat(directory.descriptor.rawValue, partial, flags, 0o600)
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    let file = FileDescriptor(rawValue: descriptor)
    do {
      try file.closeAfter {
        try file.setPermissions(SpoolWriter.mode)
        try file.writeAll(MailslotBody.addressed(body, to: owner))
        try file.synchronize()
        try rename(partial, to: name)
        // The sender cannot open the spool for an fsync of the directory. A second fsync of the file
        // makes ext4, XFS and Btrfs write the new name to the disk.
        try file.synchronize()
      }
    } catch {
      unsafe _ = unlinkat(directory.descriptor.rawValue, partial, 0)
      throw (error as? Errno) ?? .ioError
    }
  }

  /// Whether the file system has room for a file of that many bytes besides the reserve.
  ///
  /// A file system that does not limit its number of files, such as Btrfs, reports 0 files.
  ///
  /// The corresponding C function is `fstatvfs`.
  private borrowing func hasRoom(for byteCount: Int) -> Bool {
    var status = statvfs()
    guard unsafe fstatvfs(directory.descriptor.rawValue, &status) == 0 else { return true }
    func bytes(_ blocks: UInt64) -> UInt64 {
      blocks.multipliedReportingOverflow(by: UInt64(status.f_frsize)).partialValue
    }
    let reserve = min(bytes(UInt64(status.f_blocks)) / 20, SpoolWriter.reservedByteCount)
    let files = UInt64(status.f_files)
    return bytes(UInt64(status.f_bavail)) >= reserve + UInt64(byteCount)
      && (files == 0 || UInt64(status.f_favail) > min(files / 20, SpoolWriter.reservedFileCount))
  }

  /// The corresponding C function is `renameat`.
  private borrowing func rename(_ old: String, to new: String) throws(Errno) {
    let directory = directory.descriptor.rawValue
    guard unsafe renameat(directory, old, directory, new) == 0 else {
      throw Errno(rawValue: errno)
    }
  }
}

extension FileDescriptor {
  /// Sets the permissions of the file; the umask does not matter.
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
