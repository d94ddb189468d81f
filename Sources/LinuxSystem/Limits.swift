// SPDX-License-Identifier: Apache-2.0

import CLinux

/// How much this process may use; getrlimit(2).
package enum Limits {
  /// How many descriptors this process may have open: `RLIMIT_NOFILE`; `nil` when the kernel does not say.
  package static var openFileCount: Int? {
    var limit = rlimit()
    guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
      return nil
    }
    return Int(clamping: limit.rlim_cur)
  }

  /// Raises the number of descriptors as far as the hard limit allows.
  ///
  /// - Parameter count: The number that is enough.
  /// - Returns: The number afterwards; `nil` when the kernel does not say.
  @discardableResult
  package static func raiseOpenFileCount(to count: Int) -> Int? {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0 else { return nil }
    if limit.rlim_cur < rlim_t(count) {
      limit.rlim_cur = min(rlim_t(count), limit.rlim_max)
      unsafe _ = setrlimit(resource, &limit)
    }
    return openFileCount
  }
}
