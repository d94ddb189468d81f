// SPDX-License-Identifier: Apache-2.0

import CLinux
import Wire

/// Calls that take the path of a file.
public enum FileSystem {
  /// The names of the entries of the directory at `path`, sorted, without `.` and `..`.
  ///
  /// The corresponding C functions are `opendir` and `readdir`.
  ///
  /// - Throws: `Errno`.
  public static func entries(of path: FilePath) throws(Errno) -> [String] {
    guard let stream = unsafe opendir(path.string) else { throw .current }
    defer { unsafe _ = closedir(stream) }
    var names: [String] = []
    unsafe FileName.forEach(in: stream) { name in
      names.append(name.text)
      return true
    }
    return names.ordered()
  }

  /// Makes a directory with exactly these permissions: the umask does not change them.
  ///
  /// The corresponding C functions are `mkdir` and `chmod`.
  ///
  /// - Throws: `Errno`.
  package static func createDirectory(
    _ path: FilePath, permissions: FilePermissions
  ) throws(Errno) {
    guard unsafe mkdir(path.string, 0o700) == 0 else { throw .current }
    try setPermissions(permissions, of: path)
  }

  /// Sets the permissions of a file; chmod(2).
  ///
  /// - Throws: `Errno`.
  package static func setPermissions(
    _ permissions: FilePermissions, of path: FilePath
  ) throws(Errno) {
    guard unsafe chmod(path.string, permissions.rawValue) == 0 else { throw .current }
  }

  /// Removes a file; unlink(2).
  ///
  /// - Throws: `Errno`.
  package static func remove(_ path: FilePath) throws(Errno) {
    guard unsafe unlink(path.string) == 0 else { throw .current }
  }

  /// Gives a file another name, and removes the file that had the name; rename(2).
  ///
  /// - Throws: `Errno`.
  package static func rename(_ old: FilePath, to new: FilePath) throws(Errno) {
    guard unsafe CLinux.rename(old.string, new.string) == 0 else { throw .current }
  }

  /// Whether a file has this path, as far as the caller may know; access(2).
  package static func exists(_ path: FilePath) -> Bool {
    unsafe access(path.string, F_OK) == 0
  }

  /// Whether the caller may make files in the directory with this path; access(2).
  package static func mayAddFiles(to directory: FilePath) -> Bool {
    unsafe access(directory.string, W_OK | X_OK) == 0
  }
}
