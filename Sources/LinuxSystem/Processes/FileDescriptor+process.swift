// SPDX-License-Identifier: Apache-2.0

import CLinux

extension FileDescriptor {
  /// Opens a process; pidfd_open(2), Linux 5.3 and later.
  ///
  /// - Returns: A descriptor that becomes readable when the process ends. The caller closes it.
  /// - Throws: `Errno`, `.noSuchProcess` when the process has ended.
  package static func process(_ processID: Int32) throws(Errno) -> FileDescriptor {
    let number = clinux_process(processID)
    guard number >= 0 else { throw .current }
    return FileDescriptor(rawValue: number)
  }
}
