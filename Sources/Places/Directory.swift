// SPDX-License-Identifier: Apache-2.0

import Glibc
public import SystemPackage

/// Directories as lists of names.
public enum Directory {
  /// The names of what is in the directory at `path`, sorted, without `.` and `..`.
  ///
  /// - Throws: `Errno`. The corresponding C functions are `opendir` and `readdir`.
  public static func entries(of path: FilePath) throws(Errno) -> [String] {
    guard let stream = unsafe opendir(path.string) else { throw Errno(rawValue: errno) }
    defer { unsafe _ = closedir(stream) }
    var names: [String] = []
    while let entry = unsafe readdir(stream) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
        unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }

  /// Makes a directory with exactly these permissions, whatever the umask.
  ///
  /// - Throws: `Errno`. The corresponding C functions are `mkdir` and `chmod`.
  static func create(_ path: FilePath, permissions: FilePermissions) throws(Errno) {
    guard unsafe mkdir(path.string, 0o700) == 0 else { throw Errno(rawValue: errno) }
    guard unsafe chmod(path.string, permissions.rawValue) == 0 else { throw Errno(rawValue: errno) }
  }
}
