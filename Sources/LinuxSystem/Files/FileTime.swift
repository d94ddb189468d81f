// SPDX-License-Identifier: Apache-2.0

import CLinux

/// A time that the kernel records for a file.
///
/// The kernel alone sets the change time (`st_ctim`), from its own clock: the owner cannot set it back.
public struct FileTime: Comparable, Sendable {
  /// Whole seconds since 1970.
  public let seconds: Int

  /// The nanoseconds of the second: 0…999,999,999.
  public let nanoseconds: Int

  init(_ time: timespec) {
    seconds = time.tv_sec
    nanoseconds = time.tv_nsec
  }

  /// Whether one time is before another.
  public static func < (left: FileTime, right: FileTime) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// Waits until no other file can get the change time of this file.
  ///
  /// The kernel's clock for files advances only every few milliseconds.
  ///
  /// The corresponding C function is `clock_gettime` with `CLOCK_REALTIME_COARSE`.
  ///
  /// - Throws: `Errno`, as stat(2) gives it.
  package static func waitUntilPast(_ path: FilePath) throws(Errno) {
    let time = try path.stat(followTargetSymlink: false).changeTime
    // 50 ms are enough, unless another program sets the clock back.
    for _ in 0..<50 {
      var now = timespec()
      unsafe clock_gettime(CLOCK_REALTIME_COARSE, &now)
      if FileTime(now) > time { return }
      // No event reports that this clock has advanced.
      PlainThread.sleep(milliseconds: 1)
    }
  }
}
