// SPDX-License-Identifier: Apache-2.0

import Glibc
import SystemPackage

extension FileDescriptor {
  /// Waits until there is something to read, or the end; `false` at the deadline.
  ///
  /// The corresponding C function is `poll`.
  func isReadable(until deadline: Deadline) throws(Errno) -> Bool {
    var request = pollfd(fd: rawValue, events: Int16(POLLIN), revents: 0)
    while !deadline.hasPassed {
      let ready = unsafe poll(&request, 1, deadline.pollTimeout)
      if ready >= 0 { return ready > 0 }
      guard errno == EINTR else { throw Errno(rawValue: errno) }
    }
    return false
  }
}
