// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// Which process holds the lock on a file, by the kernel's list of locks: proc_locks(5).
enum LockHolder {
  /// The process that holds a `flock` on the file at `path`; `nil` when it is not known.
  static func processID(of path: FilePath) -> Int32? {
    guard let inode = try? path.stat().inode,
      let locks = try? FileContents.read("/proc/locks")
    else { return nil }
    // 1: FLOCK  ADVISORY  WRITE 4242 00:1a:1234 0 EOF
    for line in String(decoding: locks, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count >= 6, words[1] == "FLOCK", words[5].hasSuffix(":\(inode)") else { continue }
      return Int32(words[4])
    }
    return nil
  }
}
