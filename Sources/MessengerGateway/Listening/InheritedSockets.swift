// SPDX-License-Identifier: Apache-2.0

import DaemonSupport
import LinuxSystem
import Listeners

/// The sockets that the service manager has bound for the gateway, found by protocol and port.
struct InheritedSockets {
  private let sockets: [FileDescriptor]

  init(_ descriptors: [FileDescriptor]) { sockets = descriptors }

  /// The listening socket for a TCP port, or the port itself where none was passed.
  func stream(_ port: UInt16) -> ListeningSocket { find(.tcp, port) }

  /// The socket for a UDP port, or the port itself where none was passed.
  func datagram(_ port: UInt16) -> ListeningSocket { find(.udp, port) }

  private func find(
    _ kind: FileDescriptor.InternetProtocol, _ port: UInt16
  ) -> ListeningSocket {
    let socket = sockets.first { socket in
      socket.internetProtocol == kind && socket.localInternetAddress?.port == port
    }
    return socket.map { .descriptor($0.rawValue, port: port) } ?? .port(port)
  }
}
