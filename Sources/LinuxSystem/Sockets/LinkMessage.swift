// SPDX-License-Identifier: Apache-2.0

import CLinux
import Wire

/// One message of the kernel in a packet about interfaces; netlink(7), rtnetlink(7).
///
///      0        4      6       8      12     16              20      24      28
///     +--------+------+-------+------+------+---+---+-------+-------+-------+--------+
///     | length | type | flags | seq. | port | family  type  | index | flags | change |
///     +--------+------+-------+------+------+---+---+-------+-------+-------+--------+
///
/// All numbers are in the order of the machine. Messages about addresses have other types.
struct LinkMessage {
  /// The number of an interface that is down, or gone; `nil` for any other news.
  let lostInterface: Int?

  /// Reads a message, and leaves the reader at the next one, which begins at a multiple of four.
  ///
  /// The end of the packet may be cut off behind the fields that count.
  ///
  /// - Throws: `WireError` when the packet ends earlier.
  init(decoding reader: inout ByteReader) throws(WireError) {
    let length = Int(try LinkMessage.number("nlmsg_len", in: &reader, as: UInt32.self))
    guard length >= LinkMessage.headerSize else {
      throw WireError(.unexpected(value: UInt64(length)), in: "nlmsg_len", at: reader.offset)
    }
    let type = try LinkMessage.number("nlmsg_type", in: &reader, as: UInt16.self)
    _ = try reader.readBytes(10, "nlmsg_flags")
    let aligned = (length + 3) & ~3
    let rest = min(aligned - LinkMessage.headerSize, reader.remainingCount)
    var body = try reader.nested(rest, "ifinfomsg")
    guard type == LinkMessage.newLink || type == LinkMessage.deletedLink else {
      lostInterface = nil
      return
    }
    _ = try body.readBytes(4, "ifi_type")
    let index = try LinkMessage.number("ifi_index", in: &body, as: UInt32.self)
    let flags = try LinkMessage.number("ifi_flags", in: &body, as: UInt32.self)
    let isUp = flags & UInt32(IFF_RUNNING) != 0
    lostInterface =
      isUp && type == LinkMessage.newLink ? nil : Int(Int32(bitPattern: index))
  }

  private static func number<T: FixedWidthInteger & UnsignedInteger>(
    _ field: String, in reader: inout ByteReader, as type: T.Type
  ) throws(WireError) -> T {
    T(bigEndian: try reader.readBigEndian(field, as: type))
  }

  private static let headerSize = 16

  /// RTM_NEWLINK: an interface is new, or has changed.
  private static let newLink: UInt16 = 16

  /// RTM_DELLINK: an interface is gone.
  private static let deletedLink: UInt16 = 17
}
