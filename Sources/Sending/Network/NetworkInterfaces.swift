// SPDX-License-Identifier: Apache-2.0

import Glibc
import NetBIOS

/// The interfaces of this machine; getifaddrs(3), which needs no module of glibc and so works in a
/// static program.
enum NetworkInterfaces {
  /// The broadcast addresses of all interfaces that are up, each once.
  static func broadcastAddresses() -> [IPv4Address] {
    var list: UnsafeMutablePointer<ifaddrs>?
    guard unsafe getifaddrs(&list) == 0 else { return [] }
    defer { unsafe freeifaddrs(list) }
    var addresses: [IPv4Address] = []
    var next = unsafe list
    while let entry = unsafe next {
      if let address = unsafe broadcastAddress(of: entry.pointee), !addresses.contains(address) {
        addresses.append(address)
      }
      unsafe next = unsafe entry.pointee.ifa_next
    }
    return addresses
  }

  private static func broadcastAddress(of entry: ifaddrs) -> IPv4Address? {
    let flags = unsafe Int(entry.ifa_flags)
    let wanted = Int(IFF_UP) | Int(IFF_BROADCAST)
    guard flags & wanted == wanted, flags & Int(IFF_LOOPBACK) == 0,
      let address = unsafe entry.ifa_ifu.ifu_broadaddr,
      unsafe address.pointee.sa_family == sa_family_t(AF_INET)
    else { return nil }
    let bits = unsafe UnsafeRawPointer(address).loadUnaligned(as: sockaddr_in.self).sin_addr.s_addr
    return IPv4Address(rawValue: UInt32(bigEndian: bits))
  }
}
