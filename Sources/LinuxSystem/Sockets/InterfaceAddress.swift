// SPDX-License-Identifier: Apache-2.0

import CLinux

/// An IPv4 address of a network interface of this machine; getifaddrs(3).
///
/// That call loads no module, and so works in a static program.
package struct InterfaceAddress: Equatable, Sendable {
  /// The address, its first byte highest.
  package let address: UInt32

  /// The netmask.
  package let mask: UInt32

  /// The address that means all machines on the interface's network; `nil` for an interface that has
  /// none, or is down, or leads to this machine only.
  package let broadcast: UInt32?

  /// The addresses of all interfaces, in the kernel's order.
  package static func all() -> [InterfaceAddress] {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard unsafe getifaddrs(&list) == 0 else { return [] }
    defer { unsafe freeifaddrs(list) }
    var addresses: [InterfaceAddress] = []
    var next = unsafe list
    while let entry = unsafe next {
      if let address = unsafe InterfaceAddress(entry.pointee) { addresses.append(address) }
      unsafe next = unsafe entry.pointee.ifa_next
    }
    return addresses
  }

  private init?(_ entry: ifaddrs) {
    guard let address = unsafe InterfaceAddress.bits(entry.ifa_addr),
      let mask = unsafe InterfaceAddress.bits(entry.ifa_netmask)
    else { return nil }
    self.address = address
    self.mask = mask
    let flags = unsafe Int(entry.ifa_flags)
    let wanted = Int(IFF_UP) | Int(IFF_BROADCAST)
    let isUsable = flags & wanted == wanted && flags & Int(IFF_LOOPBACK) == 0
    broadcast = unsafe isUsable ? InterfaceAddress.bits(entry.ifa_ifu.ifu_broadaddr) : nil
  }

  /// The IPv4 address at a pointer; `nil` for one of another family.
  private static func bits(_ pointer: UnsafeMutablePointer<sockaddr>?) -> UInt32? {
    guard let pointer = unsafe pointer, unsafe pointer.pointee.sa_family == sa_family_t(AF_INET)
    else { return nil }
    let bits = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr
    return UInt32(bigEndian: bits)
  }
}
