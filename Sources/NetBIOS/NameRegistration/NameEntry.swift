// SPDX-License-Identifier: Apache-2.0

public import Wire

/// One owner of a name, as NB_FLAGS and NB_ADDRESS.
///
///       15  14  13  12 …        0 |
///     +---+-------+---------------+-----------------------+
///     | G |  ONT  | zero          | IPv4 address, 4 bytes |
///     +---+-------+---------------+-----------------------+
///
/// Source: RFC 1002 4.2.2 to 4.2.13.
public struct NameEntry: WireCodable, Hashable {
  /// Bytes of an entry.
  static let byteCount = 6

  /// Whether the name is a group name, which many nodes may own.
  public var isGroup: Bool

  /// How the owner finds names.
  public var nodeType: NodeType

  /// The owner's address; 255.255.255.255 in a name server's answer about a group.
  public var address: IPv4Address

  /// Creates an entry.
  public init(isGroup: Bool = false, nodeType: NodeType = .broadcast, address: IPv4Address) {
    self.isGroup = isGroup
    self.nodeType = nodeType
    self.address = address
  }

  /// Reads an entry; the bits that should be zero are ignored.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    let flags: UInt16 = try reader.readBigEndian("NB_FLAGS")
    isGroup = flags & 0x8000 != 0
    nodeType = NodeType(bits: flags >> 13)
    address = IPv4Address(rawValue: try reader.readBigEndian("NB_ADDRESS"))
  }

  /// Writes the entry.
  public func encode(into writer: inout ByteWriter) {
    writer.writeBigEndian((isGroup ? 0x8000 : 0) | UInt16(nodeType.rawValue) << 13)
    writer.writeBigEndian(address.rawValue)
  }
}
