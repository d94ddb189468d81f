// SPDX-License-Identifier: Apache-2.0

import Console
import LinuxSystem

/// The check of the free space in a file system.
struct DiskCheck {
  private let path: FilePath

  /// The bytes that this user may still write; `nil` if they are not known.
  private let freeByteCount: UInt64?

  /// Less free space than this is too little: 16 MiB, a full queue of one recipient.
  private static let minimumByteCount: UInt64 = 16 << 20

  /// Checks the file system of a path.
  init(_ path: FilePath) {
    self.path = path
    freeByteCount = (try? path.fileSystemSpace())?.freeByteCount
  }

  /// The finding that there is too little space; `nil` if there is enough.
  func shortage(check: String) -> Finding? {
    guard let freeByteCount, freeByteCount < DiskCheck.minimumByteCount else { return nil }
    return Finding(
      check, .bad(.noRoom), "only \(freeByteCount >> 10) KiB are free at \(path)",
      remedy: "df -h \(path)")
  }
}
