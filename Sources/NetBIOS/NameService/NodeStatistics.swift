// SPDX-License-Identifier: Apache-2.0

public import Wire

/// STATISTICS at the end of a node status response: 46 bytes.
///
/// In practice nodes fill only UNIT_ID, the hardware address; Samba leaves even that at zero.
/// Source: RFC 1002 4.2.18.
public struct NodeStatistics: WireCodable, Hashable {
  /// Bytes of the statistics.
  static let byteCount = 46

  /// UNIT_ID: the hardware address, most significant byte first in the low 48 bits.
  public var unitID: UInt64 = 0
  /// JUMPERS.
  public var jumpers: UInt8 = 0
  /// TEST_RESULT.
  public var testResult: UInt8 = 0
  /// VERSION_NUMBER.
  public var version: UInt16 = 0
  /// PERIOD_OF_STATISTICS.
  public var period: UInt16 = 0
  /// NUMBER_OF_CRCs.
  public var crcErrorCount: UInt16 = 0
  /// NUMBER_ALIGNMENT_ERRORS.
  public var alignmentErrorCount: UInt16 = 0
  /// NUMBER_OF_COLLISIONS.
  public var collisionCount: UInt16 = 0
  /// NUMBER_SEND_ABORTS.
  public var sendAbortCount: UInt16 = 0
  /// NUMBER_GOOD_SENDS.
  public var goodSendCount: UInt32 = 0
  /// NUMBER_GOOD_RECEIVES.
  public var goodReceiveCount: UInt32 = 0
  /// NUMBER_RETRANSMITS.
  public var retransmitCount: UInt16 = 0
  /// NUMBER_NO_RESOURCE_CONDITIONS.
  public var noResourceCount: UInt16 = 0
  /// NUMBER_FREE_COMMAND_BLOCKS.
  public var freeCommandBlockCount: UInt16 = 0
  /// TOTAL_NUMBER_COMMAND_BLOCKS.
  public var commandBlockCount: UInt16 = 0
  /// MAX_TOTAL_NUMBER_COMMAND_BLOCKS.
  public var maximumCommandBlockCount: UInt16 = 0
  /// NUMBER_PENDING_SESSIONS.
  public var pendingSessionCount: UInt16 = 0
  /// MAX_NUMBER_PENDING_SESSIONS.
  public var maximumPendingSessionCount: UInt16 = 0
  /// MAX_TOTAL_SESSIONS_POSSIBLE.
  public var maximumSessionCount: UInt16 = 0
  /// SESSION_DATA_PACKET_SIZE.
  public var sessionPacketSize: UInt16 = 0

  /// Creates statistics that are zero but for the hardware address.
  public init(unitID: UInt64 = 0) {
    self.unitID = unitID & 0xFFFF_FFFF_FFFF
  }

  /// Reads the statistics.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    let high: UInt16 = try reader.readBigEndian("UNIT_ID")
    unitID = UInt64(high) << 32 | UInt64(try reader.readBigEndian("UNIT_ID", as: UInt32.self))
    jumpers = try reader.readByte("JUMPERS")
    testResult = try reader.readByte("TEST_RESULT")
    version = try reader.readBigEndian("VERSION_NUMBER")
    period = try reader.readBigEndian("PERIOD_OF_STATISTICS")
    crcErrorCount = try reader.readBigEndian("NUMBER_OF_CRCs")
    alignmentErrorCount = try reader.readBigEndian("NUMBER_ALIGNMENT_ERRORS")
    collisionCount = try reader.readBigEndian("NUMBER_OF_COLLISIONS")
    sendAbortCount = try reader.readBigEndian("NUMBER_SEND_ABORTS")
    goodSendCount = try reader.readBigEndian("NUMBER_GOOD_SENDS")
    goodReceiveCount = try reader.readBigEndian("NUMBER_GOOD_RECEIVES")
    retransmitCount = try reader.readBigEndian("NUMBER_RETRANSMITS")
    noResourceCount = try reader.readBigEndian("NUMBER_NO_RESOURCE_CONDITIONS")
    freeCommandBlockCount = try reader.readBigEndian("NUMBER_FREE_COMMAND_BLOCKS")
    commandBlockCount = try reader.readBigEndian("TOTAL_NUMBER_COMMAND_BLOCKS")
    maximumCommandBlockCount = try reader.readBigEndian("MAX_TOTAL_NUMBER_COMMAND_BLOCKS")
    pendingSessionCount = try reader.readBigEndian("NUMBER_PENDING_SESSIONS")
    maximumPendingSessionCount = try reader.readBigEndian("MAX_NUMBER_PENDING_SESSIONS")
    maximumSessionCount = try reader.readBigEndian("MAX_TOTAL_SESSIONS_POSSIBLE")
    sessionPacketSize = try reader.readBigEndian("SESSION_DATA_PACKET_SIZE")
  }

  /// Writes the statistics.
  public func encode(into writer: inout ByteWriter) {
    writer.writeBigEndian(UInt16(truncatingIfNeeded: unitID >> 32))
    writer.writeBigEndian(UInt32(truncatingIfNeeded: unitID))
    writer.write(jumpers)
    writer.write(testResult)
    for count in [
      version, period, crcErrorCount, alignmentErrorCount, collisionCount, sendAbortCount,
    ] {
      writer.writeBigEndian(count)
    }
    writer.writeBigEndian(goodSendCount)
    writer.writeBigEndian(goodReceiveCount)
    for count in [
      retransmitCount, noResourceCount, freeCommandBlockCount, commandBlockCount,
      maximumCommandBlockCount, pendingSessionCount, maximumPendingSessionCount,
      maximumSessionCount, sessionPacketSize,
    ] {
      writer.writeBigEndian(count)
    }
  }
}
