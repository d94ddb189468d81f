// SPDX-License-Identifier: Apache-2.0

import Wire

/// The first four bytes of a session packet: its type, and how many bytes follow.
struct SessionPacketHeader: WireCodable {
  /// TYPE.
  enum Kind: UInt8, Sendable {
    case message = 0x00
    case request = 0x81
    case positiveResponse = 0x82
    case negativeResponse = 0x83
    case retarget = 0x84
    case keepAlive = 0x85
  }

  var type: Kind
  var trailerByteCount: Int

  init(type: Kind, trailerByteCount: Int) {
    self.type = type
    self.trailerByteCount = trailerByteCount
  }

  init(decoding reader: inout ByteReader) throws(WireError) {
    let start = reader.offset
    let byte = try reader.readByte("TYPE")
    guard let type = Kind(rawValue: byte) else {
      throw WireError(.unexpected(value: UInt64(byte)), in: "TYPE", at: start)
    }
    let flagsOffset = reader.offset
    let flags = try reader.readByte("FLAGS")
    guard flags <= 1 else {
      throw WireError(.unexpected(value: UInt64(flags)), in: "FLAGS", at: flagsOffset)
    }
    self.type = type
    trailerByteCount =
      Int(flags) << 16 | Int(try reader.readBigEndian("LENGTH", as: UInt16.self))
  }

  func encode(into writer: inout ByteWriter) {
    writer.write(type.rawValue)
    writer.write(UInt8(trailerByteCount >> 16 & 1))
    writer.writeBigEndian(UInt16(truncatingIfNeeded: trailerByteCount))
  }
}
