// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// A small file that one process at a time reads and changes; flock(2).
struct LockedFile: ~Copyable {
  private let directory: TrustedDirectory
  private let name: String
  private let file: OwnedDescriptor

  /// Opens a file, and waits until no other process has it.
  ///
  /// `nil` when there is none, and none may be made.
  ///
  /// - Throws: `Errno`, `.timedOut` at the deadline.
  init?(
    _ name: String, in directory: consuming TrustedDirectory, mayCreate: Bool,
    until deadline: Deadline
  ) throws(Errno) {
    let path = directory.stablePath(of: name)
    while true {
      let file: OwnedDescriptor
      do throws(Errno) {
        file = OwnedDescriptor(
          try FileDescriptor.open(
            path, .readWrite, options: mayCreate ? [.create, .noFollow] : .noFollow))
      } catch {
        guard error == .noSuchFileOrDirectory, !mayCreate else { throw error }
        return nil
      }
      try file.descriptor.lockExclusively(until: deadline)
      let inode = try file.descriptor.stat().inode
      // The process that had the lock may have removed the file.
      if let named = try? path.stat(followTargetSymlink: false), named.inode == inode {
        self.directory = directory
        self.name = name
        self.file = file
        return
      }
    }
  }

  /// The first bytes of the file.
  ///
  /// - Throws: `Errno`.
  borrowing func read(upTo limit: Int) throws(Errno) -> [UInt8] {
    try file.descriptor.read(upTo: limit, at: 0)
  }

  /// Replaces all bytes of the file.
  ///
  /// - Throws: `Errno`.
  borrowing func replace(_ bytes: [UInt8]) throws(Errno) {
    _ = try file.descriptor.write(bytes, at: 0)
    try file.descriptor.truncate(to: bytes.count)
  }

  /// Removes the file.
  ///
  /// - Throws: `Errno`.
  borrowing func remove() throws(Errno) {
    try FileSystem.remove(directory.stablePath(of: name))
  }
}
