// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

/// The time of the last change of a file or its status, by the kernel's clock: its owner cannot set it.
struct FileTime: Comparable {
  private let seconds: Int
  private let nanoseconds: Int

  /// Takes the time from a file's status: `st_ctim` of stat(2).
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

  /// Waits until no new file can get the time of this file: the kernel's clock for files advances only
  /// every few milliseconds.
  ///
  /// The corresponding C functions are `clock_gettime` with `CLOCK_REALTIME_COARSE` and `nanosleep`.
  static func waitUntilPast(_ path: FilePath) throws(Errno) {
    let time = FileTime(try path.stat(followTargetSymlink: false))
    // Ends after 50 ms: an administrator may have set the clock back meanwhile.
    for _ in 0..<50 {
      var now = timespec()
      unsafe clock_gettime(CLOCK_REALTIME_COARSE, &now)
      if FileTime(now) > time { return }
      var tick = timespec(tv_sec: 0, tv_nsec: 1_000_000)
      unsafe nanosleep(&tick, nil)
    }
  }
}
