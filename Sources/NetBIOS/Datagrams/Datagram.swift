// SPDX-License-Identifier: Apache-2.0

public import Wire

/// One whole datagram of the datagram service, UDP 138.
///
///      0          1       2        4           8             10           12              14
///     +----------+-------+--------+-----------+-------------+------------+---------------+
///     | MSG_TYPE | FLAGS | DGM_ID | SOURCE_IP | SOURCE_PORT | DGM_LENGTH | PACKET_OFFSET |
///     +----------+-------+--------+-----------+-------------+------------+---------------+
///     | SOURCE_NAME, 34…  | DESTINATION_NAME, 34…  | USER_DATA                            |
///     +-------------------+------------------------+--------------------------------------+
///
/// Fragments are refused: no sender splits a mailslot write, [MS-MAIL] 3.1.5. Source address and port
/// are what the sender claims; only those of the UDP packet can be trusted. Source: RFC 1002 4.4.
public struct Datagram: WireCodable {
  /// MSG_TYPE of a datagram that carries data.
  public enum Kind: UInt8, Sendable {
    /// 0x10: to the owner of a unique name.
    case directUnique = 0x10

    /// 0x11: to the members of a group.
    case directGroup = 0x11

    /// 0x12: to all nodes, by the name ``NetBIOSName/wildcard``.
    case broadcast = 0x12
  }

  /// FLAGS of a datagram that is not a fragment: first, and no more.
  private static let firstFlag: UInt8 = 0x02

  /// MSG_TYPE.
  public var kind: Kind

  /// SNT, in FLAGS: how the sender finds names.
  public var nodeType: NodeType

  /// DGM_ID, which the sender counts up.
  public var datagramID: UInt16

  /// SOURCE_IP and SOURCE_PORT, as claimed.
  public var claimedSource: Endpoint

  /// SOURCE_NAME, as claimed.
  public var source: ScopedName

  /// DESTINATION_NAME.
  public var destination: ScopedName

  /// USER_DATA; for a mailslot write an SMB of at most 512 bytes.
  public var payload: [UInt8]

  /// Where USER_DATA begins in the packet.
  public var payloadOffset: Int {
    Datagram.headerByteCount + source.encodedByteCount + destination.encodedByteCount
  }

  /// Bytes in front of SOURCE_NAME.
  private static let headerByteCount = 14

  /// Creates a datagram.
  public init(
    _ kind: Kind, datagramID: UInt16, from source: ScopedName, at claimedSource: Endpoint,
    to destination: ScopedName, nodeType: NodeType = .broadcast, payload: [UInt8]
  ) {
    self.kind = kind
    self.nodeType = nodeType
    self.datagramID = datagramID
    self.claimedSource = claimedSource
    self.source = source
    self.destination = destination
    self.payload = payload
  }

  /// Reads a datagram.
  ///
  /// DGM_LENGTH may be less than what follows it: Impacket counts the data only and not the names.
  /// The data then reaches to the end of the packet.
  ///
  /// - Throws: `WireError`, for a fragment about `FLAGS` or `PACKET_OFFSET`.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    let start = reader.offset
    let type = try reader.readByte("MSG_TYPE")
    guard let kind = Kind(rawValue: type) else {
      throw WireError(.unexpected(value: UInt64(type)), in: "MSG_TYPE", at: start)
    }
    self.kind = kind
    let flagsOffset = reader.offset
    let flags = try reader.readByte("FLAGS")
    guard flags & 0x03 == Datagram.firstFlag else {
      throw WireError(.unexpected(value: UInt64(flags)), in: "FLAGS", at: flagsOffset)
    }
    nodeType = NodeType(bits: flags >> 2)
    datagramID = try reader.readBigEndian("DGM_ID")
    claimedSource = try Endpoint(decoding: &reader)
    let lengthOffset = reader.offset
    let length = Int(try reader.readBigEndian("DGM_LENGTH", as: UInt16.self))
    let fragmentOffset = reader.offset
    let packetOffset: UInt16 = try reader.readBigEndian("PACKET_OFFSET")
    guard packetOffset == 0 else {
      throw WireError(
        .unexpected(value: UInt64(packetOffset)), in: "PACKET_OFFSET", at: fragmentOffset)
    }
    guard length <= reader.remainingCount else {
      throw WireError(
        .truncated(needed: length, available: reader.remainingCount), in: "DGM_LENGTH",
        at: lengthOffset)
    }
    source = try ScopedName(decoding: &reader, "SOURCE_NAME")
    destination = try ScopedName(decoding: &reader, "DESTINATION_NAME")
    payload = Array(reader.readRemaining())
  }

  /// Writes the datagram.
  ///
  /// - Throws: `WireError.Reason.tooLong(limit:)` when names and data are over 65,535 bytes.
  public func encode(into writer: inout ByteWriter) throws(WireError) {
    writer.write(kind.rawValue)
    writer.write(Datagram.firstFlag | nodeType.rawValue << 2)
    writer.writeBigEndian(datagramID)
    claimedSource.encode(into: &writer)
    let lengthOffset = writer.offset
    let length = source.encodedByteCount + destination.encodedByteCount + payload.count
    guard let length = UInt16(exactly: length) else {
      throw WireError(.tooLong(limit: Int(UInt16.max)), in: "DGM_LENGTH", at: lengthOffset)
    }
    writer.writeBigEndian(length)
    writer.writeBigEndian(UInt16(0))
    source.encode(into: &writer)
    destination.encode(into: &writer)
    writer.write(contentsOf: payload)
  }
}
