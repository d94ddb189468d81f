// SPDX-License-Identifier: Apache-2.0

import CLinux

/// How much this process may use; getrlimit(2).
package enum Limits {
  /// How many descriptors this process may have open: `RLIMIT_NOFILE`; `nil` when the kernel does not say.
  package static var openFileCount: Int? {
    var limit = rlimit()
    guard unsafe clinux_file_limit(&limit) == 0 else { return nil }
    return Int(clamping: limit.rlim_cur)
  }

  /// Raises the number of descriptors as far as the hard limit allows.
  ///
  /// - Parameter count: The number that is enough.
  /// - Returns: The number afterwards; `nil` when the kernel does not say.
  @discardableResult
  package static func raiseOpenFileCount(to count: Int) -> Int? {
    var limit = rlimit()
    guard unsafe clinux_file_limit(&limit) == 0 else { return nil }
    if limit.rlim_cur < rlim_t(count) {
      limit.rlim_cur = min(rlim_t(count), limit.rlim_max)
      unsafe _ = clinux_set_file_limit(&limit)
    }
    return openFileCount
  }
}
