// SPDX-License-Identifier: Apache-2.0

import Console
import Glibc
import LinuxSystem

/// How much room there is in a file system.
struct DiskCheck {
  private let path: FilePath

  /// The bytes that this user may still write; `nil` when nobody says.
  private let freeByteCount: UInt64?

  /// The room that is too little: 16 MiB, a full queue of one recipient.
  private static let minimumByteCount: UInt64 = 16 << 20

  /// Looks at the file system that a path is in.
  ///
  /// The corresponding C function is `statvfs`.
  init(_ path: FilePath) {
    self.path = path
    var status = statvfs()
    let result = unsafe statvfs(path.string, &status)
    freeByteCount = result == 0 ? UInt64(status.f_bavail) * UInt64(status.f_frsize) : nil
  }

  /// The finding that there is too little room, where that is so.
  func shortage(check: String) -> Finding? {
    guard let freeByteCount, freeByteCount < DiskCheck.minimumByteCount else { return nil }
    return Finding(
      check, .bad(.noRoom), "only \(freeByteCount >> 10) KiB are free at \(path)",
      remedy: "df -h \(path)")
  }
}
