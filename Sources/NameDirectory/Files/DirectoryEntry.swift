// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// Makes, removes and renames the entries of directories.
enum DirectoryEntry {
  /// Makes an empty file; fails where the name exists already.
  ///
  /// The corresponding C function is `open`, with `O_EXCL`.
  static func create(_ path: FilePath) throws(Errno) {
    let descriptor = unsafe Glibc.open(
      path.string, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw Errno(rawValue: errno) }
    close(descriptor)
  }

  /// Removes a name.
  ///
  /// The corresponding C function is `unlink`.
  static func remove(_ path: FilePath) throws(Errno) {
    guard unsafe unlink(path.string) == 0 else { throw Errno(rawValue: errno) }
  }

  /// Gives a file another name, and replaces the file that had that name.
  ///
  /// The corresponding C function is `rename`.
  static func rename(_ old: FilePath, to new: FilePath) throws(Errno) {
    guard unsafe Glibc.rename(old.string, new.string) == 0 else { throw Errno(rawValue: errno) }
  }
}
