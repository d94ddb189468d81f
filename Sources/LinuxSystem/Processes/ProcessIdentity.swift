// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Who this process is; credentials(7).
package enum ProcessIdentity {
  /// The process.
  package static var processID: Int32 { getpid() }

  /// The user that started the process.
  package static var userID: UInt32 { getuid() }

  /// The user whose rights the process has.
  package static var effectiveUserID: UInt32 { geteuid() }

  /// The group whose rights the process has.
  package static var effectiveGroupID: UInt32 { getegid() }
}
