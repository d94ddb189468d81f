// SPDX-License-Identifier: Apache-2.0

import CLinux

/// The memory that the C library keeps for this process; malloc(3).
package enum HeapMemory {
  /// Gives what no value uses back to the kernel; malloc_trim(3).
  ///
  /// The C library keeps freed memory below a piece that is in use.
  package static func returnFree() { clinux_trim_memory() }
}
