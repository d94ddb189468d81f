// SPDX-License-Identifier: Apache-2.0

import CLinux

/// An IPv4 address of a network interface of this machine; getifaddrs(3).
///
/// That call loads no module, and so works in a static program.
package struct InterfaceAddress: Equatable, Sendable {
  /// The name of the interface: `eth0`.
  package let name: String

  /// The number of the interface; 0 where the system does not tell.
  package private(set) var index = 0

  /// The hardware address of the interface in the low 48 bits; 0 where there is none.
  package private(set) var hardwareAddress: UInt64 = 0

  /// The address, its first byte highest.
  package let address: UInt32

  /// The netmask.
  package let mask: UInt32

  /// The address that means all machines on the interface's network; `nil` for an interface that has
  /// none, or is down, or leads to this machine only.
  package let broadcast: UInt32?

  /// Whether the interface is up and has a link.
  package let isRunning: Bool

  /// The addresses of all interfaces, in the kernel's order.
  package static func all() -> [InterfaceAddress] {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard unsafe getifaddrs(&list) == 0 else { return [] }
    defer { unsafe freeifaddrs(list) }
    var addresses: [InterfaceAddress] = []
    var links: [Link] = []
    var next = unsafe list
    while let entry = unsafe next {
      if let address = unsafe InterfaceAddress(entry.pointee) { addresses.append(address) }
      if let link = unsafe Link(entry.pointee) { links.append(link) }
      unsafe next = unsafe entry.pointee.ifa_next
    }
    for position in addresses.indices {
      guard let link = links.first(where: { $0.name == addresses[position].name }) else { continue }
      addresses[position].index = link.index
      addresses[position].hardwareAddress = link.hardwareAddress
    }
    return addresses
  }

  private init?(_ entry: ifaddrs) {
    guard let address = unsafe InterfaceAddress.bits(entry.ifa_addr),
      let mask = unsafe InterfaceAddress.bits(entry.ifa_netmask)
    else { return nil }
    self.address = address
    self.mask = mask
    name = unsafe String(cString: entry.ifa_name)
    let flags = unsafe Int(entry.ifa_flags)
    let running = Int(IFF_UP) | Int(IFF_RUNNING)
    isRunning = flags & running == running
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

  /// The hardware of an interface; packet(7).
  private struct Link {
    let name: String
    let index: Int
    let hardwareAddress: UInt64

    init?(_ entry: ifaddrs) {
      guard let pointer = unsafe entry.ifa_addr,
        unsafe pointer.pointee.sa_family == sa_family_t(AF_PACKET)
      else { return nil }
      let link = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_ll.self)
      // An alias such as eth0:1 has no entry of its own, only its address has.
      name = unsafe String(cString: entry.ifa_name)
      index = Int(link.sll_ifindex)
      let bytes = link.sll_addr
      let address = [bytes.0, bytes.1, bytes.2, bytes.3, bytes.4, bytes.5]
      // Only Ethernet addresses, and those like them, have six bytes.
      hardwareAddress =
        link.sll_halen == 6 ? address.reduce(0) { $0 << 8 | UInt64($1) } : 0
    }
  }
}
