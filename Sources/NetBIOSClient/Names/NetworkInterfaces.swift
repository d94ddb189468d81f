// SPDX-License-Identifier: Apache-2.0

import Glibc
import NetBIOS

/// The interfaces of this machine.
///
/// The corresponding C function is `getifaddrs`, which loads no module and so works in a static program.
enum NetworkInterfaces {
  /// The broadcast addresses of all interfaces that are up, each once.
  static func broadcastAddresses() -> [IPv4Address] {
    var addresses: [IPv4Address] = []
    unsafe forEach { entry in
      if let address = unsafe broadcastAddress(of: entry), !addresses.contains(address) {
        addresses.append(address)
      }
    }
    return addresses
  }

  /// The addresses of this machine, and the networks that they are on.
  static func all() -> [RetargetRule.Interface] {
    var interfaces: [RetargetRule.Interface] = []
    unsafe forEach { entry in
      if let address = unsafe ipv4Address(entry.ifa_addr),
        let mask = unsafe ipv4Address(entry.ifa_netmask)
      {
        let network = IPv4Network(address, prefixLength: mask.rawValue.nonzeroBitCount)
        interfaces.append(RetargetRule.Interface(address: address, network: network))
      }
    }
    return interfaces
  }

  private static func forEach(_ body: (ifaddrs) -> Void) {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard unsafe getifaddrs(&list) == 0 else { return }
    defer { unsafe freeifaddrs(list) }
    var next = unsafe list
    while let entry = unsafe next {
      unsafe body(entry.pointee)
      unsafe next = unsafe entry.pointee.ifa_next
    }
  }

  private static func broadcastAddress(of entry: ifaddrs) -> IPv4Address? {
    let flags = unsafe Int(entry.ifa_flags)
    let wanted = Int(IFF_UP) | Int(IFF_BROADCAST)
    guard flags & wanted == wanted, flags & Int(IFF_LOOPBACK) == 0 else { return nil }
    return unsafe ipv4Address(entry.ifa_ifu.ifu_broadaddr)
  }

  /// The address of IPv4 at a pointer; `nil` for one of another family.
  private static func ipv4Address(_ pointer: UnsafeMutablePointer<sockaddr>?) -> IPv4Address? {
    guard let pointer = unsafe pointer, unsafe pointer.pointee.sa_family == sa_family_t(AF_INET)
    else { return nil }
    let bits = unsafe UnsafeRawPointer(pointer).loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr
    return IPv4Address(rawValue: UInt32(bigEndian: bits))
  }
}
