// SPDX-License-Identifier: Apache-2.0

import CLinux

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
  ///
  ///      0        4      6       8      12     16              20      24      28
  ///     +--------+------+-------+------+------+---+---+-------+-------+-------+--------+
  ///     | length | type | flags | seq. | port | family  type  | index | flags | change |
  ///     +--------+------+-------+------+------+---+---+-------+-------+-------+--------+
  ///
  /// All numbers are in the order of the machine. Messages about addresses have other types.
  package static func lostInterfaces(in packet: [UInt8]) -> Set<Int> {
    var lost: Set<Int> = []
    unsafe packet.withUnsafeBytes { bytes in
      var start = 0
      while start + 28 <= bytes.count {
        let length = unsafe Int(bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self))
        let type = unsafe bytes.loadUnaligned(fromByteOffset: start + 4, as: UInt16.self)
        let index = unsafe bytes.loadUnaligned(fromByteOffset: start + 20, as: Int32.self)
        let flags = unsafe bytes.loadUnaligned(fromByteOffset: start + 24, as: UInt32.self)
        guard length >= 16 else { return }
        let isUp = flags & UInt32(IFF_RUNNING) != 0
        if type == deletedLink || type == newLink && !isUp { lost.insert(Int(index)) }
        start += (length + 3) & ~3
      }
    }
    return lost
  }

  /// RTM_NEWLINK: an interface is new, or has changed.
  private static let newLink: UInt16 = 16

  /// RTM_DELLINK: an interface is gone.
  private static let deletedLink: UInt16 = 17
}
