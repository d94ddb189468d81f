// SPDX-License-Identifier: Apache-2.0

import Glibc
import Mailslots
import Messages
import SystemPackage

extension PassedDescriptor {
  /// Sends a receipt without waiting; `false` when it did not go.
  ///
  /// A socket that is connected to a name is not one of a pair: what is written to it arrives
  /// somewhere else in this user's name, in this very mailslot perhaps.
  ///
  /// The corresponding C function is `send`.
  func send(_ receipt: Receipt) -> Bool {
    guard isUnixSocket, !hasNamedPeer else { return false }
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

  /// The corresponding C function is `getpeername`.
  private var hasNamedPeer: Bool {
    var address = sockaddr_un()
    var length = socklen_t(MemoryLayout<sockaddr_un>.size)
    let result = unsafe withUnsafeMutablePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getpeername(descriptor.rawValue, $0, &length)
      }
    }
    return result == 0 && Int(length) > MemoryLayout<sa_family_t>.size
  }
}
