// SPDX-License-Identifier: Apache-2.0

import Glibc

/// How many descriptors this process may have open.
enum DescriptorLimit {
  /// How many are kept for other uses than sessions, such as receipts.
  static let reserve = 512

  /// Raises the limit to the most that is permitted, and returns how many sessions that allows.
  ///
  /// The corresponding C functions are `getrlimit` and `setrlimit` with `RLIMIT_NOFILE`.
  static func raise() -> Int {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return 1024 - reserve
    }
    limit.rlim_cur = limit.rlim_max
    unsafe _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    return max(1, Int(clamping: limit.rlim_cur) - reserve)
  }
}
