// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// When a file was last changed in any way, by the kernel's clock: its owner cannot set it back.
struct FileTime: Comparable {
  private let seconds: Int
  private let nanoseconds: Int

  /// The time of a file's status: `st_ctim` of stat(2).
  init(_ status: Stat) {
    seconds = status.st_ctim.tv_sec
    nanoseconds = status.st_ctim.tv_nsec
  }

  static func < (left: FileTime, right: FileTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }
}
