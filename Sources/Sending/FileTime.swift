// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// When a file was last changed in any way, by the kernel's clock: its owner cannot set it back.
struct FileTime: Comparable {
  private let seconds: Int
  private let nanoseconds: Int

  /// The time of a file's status: `st_ctim` of stat(2).
  init(_ status: Stat) {
    self.init(status.st_ctim)
  }

  private init(_ time: timespec) {
    seconds = time.tv_sec
    nanoseconds = time.tv_nsec
  }

  static func < (left: FileTime, right: FileTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// Waits until no other file can get the time that this one has: the kernel's clock for files
  /// stands still for some milliseconds at a time.
  ///
  /// The corresponding C functions are `clock_gettime` with `CLOCK_REALTIME_COARSE` and `nanosleep`.
  static func waitUntilPast(_ path: FilePath) throws(Errno) {
    let time = FileTime(try path.stat(followTargetSymlink: false))
    // A clock that was set back meanwhile is not waited for.
    for _ in 0..<50 {
      var now = timespec()
      unsafe clock_gettime(CLOCK_REALTIME_COARSE, &now)
      if FileTime(now) > time { return }
      var tick = timespec(tv_sec: 0, tv_nsec: 1_000_000)
      unsafe nanosleep(&tick, nil)
    }
  }
}
