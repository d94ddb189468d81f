// SPDX-License-Identifier: Apache-2.0

import CLinux

/// Calls on the files of an open directory.
///
/// They act on the same directory even if another user renames it, or puts another directory at its path,
/// after this process opened it.
extension FileDescriptor {
  /// Removes a file from this directory; unlinkat(2).
  ///
  /// - Throws: `Errno`.
  package func remove(_ name: String) throws(Errno) { try remove(FileName(name)) }

  /// Gives a file in this directory another name, and removes the file that had the name;
  /// renameat(2).
  ///
  /// - Throws: `Errno`.
  package func rename(_ old: String, to new: String) throws(Errno) {
    guard unsafe renameat(rawValue, old, rawValue, new) == 0 else { throw .current }
  }

  /// Gives a file in this directory another name unless a file has the name; renameat2(2)
  /// `RENAME_NOREPLACE`.
  ///
  /// - Throws: `Errno`, `.fileExists` for a name that is taken.
  package func renameExclusively(_ old: String, to new: String) throws(Errno) {
    guard unsafe clinux_rename_new(rawValue, old, new) == 0 else { throw .current }
  }

  /// Gives a file in this directory one more name unless a file has the name; linkat(2).
  ///
  /// - Throws: `Errno`, `.fileExists` for a name that is taken.
  package func link(_ old: String, as new: String) throws(Errno) {
    guard unsafe linkat(rawValue, old, rawValue, new, 0) == 0 else { throw .current }
  }

  /// Sets the permissions of a file in this directory; fchmodat(2).
  ///
  /// - Throws: `Errno`.
  package func setPermissions(
    _ permissions: FilePermissions, of name: String
  ) throws(Errno) {
    guard unsafe fchmodat(rawValue, name, permissions.rawValue, 0) == 0 else { throw .current }
  }

  /// Sets the permissions of this open file; fchmod(2).
  ///
  /// The umask does not change them.
  ///
  /// - Throws: `Errno`.
  package func setPermissions(_ permissions: FilePermissions) throws(Errno) {
    guard fchmod(rawValue, permissions.rawValue) == 0 else { throw .current }
  }

  /// Waits until the file's contents and status are on the disk; fsync(2).
  ///
  /// - Throws: `Errno`.
  package func synchronize() throws(Errno) {
    guard fsync(rawValue) == 0 else { throw .current }
  }
}
