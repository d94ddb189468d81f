// SPDX-License-Identifier: Apache-2.0

public import Wire

/// A datagram error packet: the answer to a ``Datagram/Kind/directUnique`` that cannot be taken.
///
///      0      1       2        4           8             10           11
///     +------+-------+--------+-----------+-------------+------------+
///     | 0x13 | FLAGS | DGM_ID | SOURCE_IP | SOURCE_PORT | ERROR_CODE |
///     +------+-------+--------+-----------+-------------+------------+
///
/// It tells any sender which names a node has, so a node may leave it out. Source: RFC 1002 4.4.3.
public struct DatagramError: WireCodable {
  /// ERROR_CODE.
  public enum Code: UInt8, Sendable {
    /// 0x82: the receiving node does not have the destination name.
    case destinationNameNotPresent = 0x82

    /// 0x83: the source name is not a name.
    case invalidSourceName = 0x83

    /// 0x84: the destination name is not a name.
    case invalidDestinationName = 0x84
  }

  /// MSG_TYPE.
  private static let type: UInt8 = 0x13

  /// SNT, in FLAGS.
  public var nodeType: NodeType

  /// DGM_ID of the datagram that was not taken.
  public var datagramID: UInt16

  /// SOURCE_IP and SOURCE_PORT, as claimed.
  public var claimedSource: Endpoint

  /// Why the datagram was not taken.
  public var code: Code

  /// Creates an error packet.
  public init(
    _ code: Code, datagramID: UInt16, at claimedSource: Endpoint, nodeType: NodeType = .broadcast
  ) {
    self.code = code
    self.nodeType = nodeType
    self.datagramID = datagramID
    self.claimedSource = claimedSource
  }

  /// Reads an error packet.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    let start = reader.offset
    let type = try reader.readByte("MSG_TYPE")
    guard type == DatagramError.type else {
      throw WireError(.unexpected(value: UInt64(type)), in: "MSG_TYPE", at: start)
    }
    nodeType = NodeType(bits: try reader.readByte("FLAGS") >> 2)
    datagramID = try reader.readBigEndian("DGM_ID")
    claimedSource = try Endpoint(decoding: &reader)
    let codeOffset = reader.offset
    let code = try reader.readByte("ERROR_CODE")
    guard let code = Code(rawValue: code) else {
      throw WireError(.unexpected(value: UInt64(code)), in: "ERROR_CODE", at: codeOffset)
    }
    self.code = code
  }

  /// Writes the error packet.
  public func encode(into writer: inout ByteWriter) {
    writer.write(DatagramError.type)
    writer.write(0x02 | nodeType.rawValue << 2)
    writer.writeBigEndian(datagramID)
    claimedSource.encode(into: &writer)
    writer.write(code.rawValue)
  }
}
