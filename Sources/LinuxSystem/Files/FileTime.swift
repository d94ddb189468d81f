// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A time that the kernel notes for a file.
///
/// The change time (`st_ctim`) follows the kernel's clock: the file's owner cannot set it back.
public struct FileTime: Comparable, Sendable {
  /// Whole seconds since 1970.
  public let seconds: Int

  /// Nanoseconds on top of them: 0…999,999,999.
  public let nanoseconds: Int

  init(_ time: timespec) {
    seconds = time.tv_sec
    nanoseconds = time.tv_nsec
  }

  /// Whether one time is before another.
  public static func < (left: FileTime, right: FileTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// Waits until no other file can get the change time that this file has: the kernel's clock for files
  /// stands still for some milliseconds at a time.
  ///
  /// The corresponding C functions are `clock_gettime` with `CLOCK_REALTIME_COARSE` and `nanosleep`.
  ///
  /// - Throws: `Errno`, as stat(2) gives it.
  package static func waitUntilPast(_ path: FilePath) throws(Errno) {
    let time = try path.stat(followTargetSymlink: false).changeTime
    // 50 ms are enough, unless another program sets the clock back.
    for _ in 0..<50 {
      var now = timespec()
      unsafe clock_gettime(CLOCK_REALTIME_COARSE, &now)
      if FileTime(now) > time { return }
      var tick = timespec(tv_sec: 0, tv_nsec: 1_000_000)
      unsafe nanosleep(&tick, nil)
    }
  }
}
