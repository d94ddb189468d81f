// SPDX-License-Identifier: Apache-2.0

import CLinux
import Wire

/// The kernel's messages about network interfaces; netlink(7), rtnetlink(7).
package enum LinkEvents {
  /// Opens a socket that gets a message when an interface or an IPv4 address of one changes.
  ///
  /// - Throws: `Errno`.
  package static func open() throws(Errno) -> FileDescriptor {
    let number = clinux_link_events()
    guard number >= 0 else { throw .current }
    return FileDescriptor(rawValue: number)
  }

  /// The numbers of the interfaces that are down, or gone, by the messages in a packet.
  package static func lostInterfaces(in packet: [UInt8]) -> Set<Int> {
    var reader = ByteReader(packet)
    var lost: Set<Int> = []
    while let message = try? LinkMessage(decoding: &reader) {
      if let interface = message.lostInterface { lost.insert(interface) }
    }
    return lost
  }
}
