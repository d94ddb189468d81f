// SPDX-License-Identifier: Apache-2.0

import NIOCore
import NetBIOS

extension IPv4Address {
  /// The address of a socket; `nil` for one that is not IPv4.
  init?(_ address: SocketAddress) {
    guard case .v4 = address, let text = address.ipAddress else { return nil }
    self.init(text)
  }

  /// The address of a socket that has the port.
  func socketAddress(port: UInt16) throws -> SocketAddress {
    try SocketAddress(ipAddress: description, port: Int(port))
  }
}

extension Endpoint {
  /// The address and port of a socket; `nil` for one that is not IPv4.
  init?(_ address: SocketAddress) {
    guard let ip = IPv4Address(address), let port = address.port.flatMap(UInt16.init(exactly:))
    else { return nil }
    self.init(address: ip, port: port)
  }
}
