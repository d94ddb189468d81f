// SPDX-License-Identifier: Apache-2.0

import CLinux
public import Messages

extension UnixTime {
  /// The time on the machine's clock, which an administrator may set.
  ///
  /// The corresponding C function is `clock_gettime` with `CLOCK_REALTIME`.
  public static var now: UnixTime {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return UnixTime(milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
  }
}
