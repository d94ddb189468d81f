// SPDX-License-Identifier: Apache-2.0

import DaemonSupport
import Glibc
import LinuxSystem
import Listeners

/// The sockets that the service manager has bound for the gateway, found by type and port.
struct InheritedSockets {
  fileprivate struct Socket {
    let descriptor: Int32
    let type: Int32
    let port: UInt16
  }

  private let sockets: [Socket]

  init(_ descriptors: [FileDescriptor]) {
    sockets = descriptors.compactMap { Socket($0.rawValue) }
  }

  /// The listening socket for a TCP port, or the port itself where none was passed.
  func stream(_ port: UInt16) -> ListeningSocket { find(Int32(SOCK_STREAM.rawValue), port) }

  /// The socket for a UDP port, or the port itself where none was passed.
  func datagram(_ port: UInt16) -> ListeningSocket { find(Int32(SOCK_DGRAM.rawValue), port) }

  private func find(_ type: Int32, _ port: UInt16) -> ListeningSocket {
    let socket = sockets.first { $0.type == type && $0.port == port }
    return socket.map { .descriptor($0.descriptor, port: port) } ?? .port(port)
  }
}

extension InheritedSockets.Socket {
  /// The corresponding C functions are `getsockopt` with `SO_TYPE`, and `getsockname`.
  fileprivate init?(_ descriptor: Int32) {
    var type: Int32 = 0
    var length = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &length) == 0 else {
      return nil
    }
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = unsafe withUnsafeMutablePointer(to: &address) { address in
      unsafe address.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(descriptor, $0, &size)
      }
    }
    guard result == 0, address.sin_family == sa_family_t(AF_INET) else { return nil }
    self.init(descriptor: descriptor, type: type, port: UInt16(bigEndian: address.sin_port))
  }
}
