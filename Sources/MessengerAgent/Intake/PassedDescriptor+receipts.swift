// SPDX-License-Identifier: Apache-2.0

import Glibc
import LinuxSystem
import Mailslots
import Messages

extension PassedDescriptor {
  /// Sends a receipt without waiting; `false` when it did not go.
  ///
  /// The corresponding C function is `send`.
  func send(_ receipt: Receipt) -> Bool {
    guard isPairEnd else { return false }
    let bytes = receipt.encoded
    let flags = Int32(MSG_DONTWAIT | MSG_NOSIGNAL)
    let sent = unsafe bytes.withUnsafeBytes {
      unsafe Glibc.send(descriptor.rawValue, $0.baseAddress, $0.count, flags)
    }
    return sent == bytes.count
  }

  /// Whether the sender has closed its end.
  ///
  /// The corresponding C function is `poll`.
  var isHungUp: Bool {
    var request = pollfd(fd: descriptor.rawValue, events: 0, revents: 0)
    return unsafe poll(&request, 1, 0) > 0
  }
}
