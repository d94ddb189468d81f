// SPDX-License-Identifier: Apache-2.0

import CLinux

/// An IPv4 address and a port, as the kernel's calls take them; ip(7).
package struct InternetAddress: Equatable, Sendable {
  /// The address, its first byte highest: 127.0.0.1 is 0x7F00_0001.
  package let address: UInt32

  /// The port: 0…65535.
  package let port: UInt16

  /// Creates an address.
  package init(address: UInt32, port: UInt16) {
    self.address = address
    self.port = port
  }

  init(_ address: sockaddr_in) {
    self.init(
      address: UInt32(bigEndian: address.sin_addr.s_addr), port: UInt16(bigEndian: address.sin_port)
    )
  }

  /// Calls `body` with the address in the form for all kinds of sockets.
  func withPointer<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
    var socketAddress = sockaddr_in()
    socketAddress.sin_family = sa_family_t(AF_INET)
    socketAddress.sin_port = port.bigEndian
    socketAddress.sin_addr = in_addr(s_addr: address.bigEndian)
    return unsafe withUnsafePointer(to: &socketAddress) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  /// Has `body` fill in an address; `nil` when that fails, or for another family than IPv4.
  static func filled(
    _ body: (UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> InternetAddress? {
    var socketAddress = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = unsafe withUnsafeMutablePointer(to: &socketAddress) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe body($0, &size) }
    }
    guard result == 0, socketAddress.sin_family == sa_family_t(AF_INET) else { return nil }
    return InternetAddress(socketAddress)
  }
}
