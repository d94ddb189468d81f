// SPDX-License-Identifier: Apache-2.0

import CLinux

/// A number that each thread keeps for itself, as the error code of Windows is kept.
package enum LastCode {
  /// The number of this thread; at first 0.
  package static var current: UInt32 {
    get { clinux_last_code() }
    set { clinux_set_last_code(newValue) }
  }
}
