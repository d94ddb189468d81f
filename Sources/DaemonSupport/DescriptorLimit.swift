// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The number of descriptors that this process may have open.
public enum DescriptorLimit {
  /// Raises the limit as far as the system permits; it is never lowered.
  ///
  /// The corresponding C functions are `getrlimit` and `setrlimit` with `RLIMIT_NOFILE`.
  ///
  /// - Parameter most: The highest useful limit.
  /// - Returns: The limit now; 1,024 if it is not known.
  public static func raise(to most: Int = .max) -> Int {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0 else { return 1024 }
    limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, rlim_t(most)))
    unsafe _ = setrlimit(resource, &limit)
    return Int(clamping: limit.rlim_cur)
  }
}
