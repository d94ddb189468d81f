// SPDX-License-Identifier: Apache-2.0

import Wire

/// A resource record of a name service packet.
///
///     +---------------------+------+-------+-----+----------+--------+
///     | RR_NAME, or C0 0C   | TYPE | CLASS | TTL | RDLENGTH | RDATA  |
///     +---------------------+------+-------+-----+----------+--------+
///       1…255, or 2            2      2      4       2        RDLENGTH
///
/// Source: RFC 1002 4.2.1.3.
struct ResourceRecord: Equatable, Sendable {
  /// RR_TYPE and QUESTION_TYPE.
  enum Kind: UInt16 {
    case address = 0x0001
    case nameServer = 0x0002
    case null = 0x000A
    case nameService = 0x0020
    case nodeStatus = 0x0021
  }

  /// CLASS IN, the only one.
  static let internetClass: UInt16 = 1

  /// The pointer to the name of the question, which always stands at byte 12.
  static let questionNamePointer: UInt16 = 0xC00C

  var name: LabelSequence
  var kind: Kind
  var timeToLive: UInt32
  var data: [UInt8]

  /// Where RR_NAME begins, and RDATA.
  var (nameOffset, dataOffset) = (0, 0)

  init(_ name: LabelSequence, _ kind: Kind, timeToLive: UInt32 = 0, data: [UInt8] = []) {
    self.name = name
    self.kind = kind
    self.timeToLive = timeToLive
    self.data = data
  }

  init(decoding reader: inout ByteReader) throws(WireError) {
    nameOffset = reader.offset
    name = try LabelSequence(
      decoding: &reader, "RR_NAME", pointerLimit: LabelSequence.maximumPointerCount)
    kind = try Kind(decoding: &reader, "RR_TYPE")
    timeToLive = try reader.readBigEndian("TTL")
    let lengthOffset = reader.offset
    let count = Int(try reader.readBigEndian("RDLENGTH", as: UInt16.self))
    dataOffset = reader.offset
    if kind == .nameServer {
      // A name in RDATA may point to a place outside it: resolve it while the packet is at hand.
      let server = try LabelSequence(
        decoding: &reader, "NSD_NAME", pointerLimit: LabelSequence.maximumPointerCount)
      guard reader.offset == dataOffset + count else {
        throw WireError(.unexpected(value: UInt64(count)), in: "RDLENGTH", at: lengthOffset)
      }
      var writer = ByteWriter()
      server.encode(into: &writer)
      data = writer.bytes
    } else {
      data = Array(try reader.readBytes(count, "RDATA"))
    }
  }

  /// Writes the record.
  ///
  /// - Parameter isPointing: Whether its name is that of the question, and so a pointer.
  func encode(into writer: inout ByteWriter, isPointing: Bool) throws(WireError) {
    if isPointing {
      writer.writeBigEndian(ResourceRecord.questionNamePointer)
    } else {
      name.encode(into: &writer)
    }
    kind.encode(into: &writer)
    writer.writeBigEndian(timeToLive)
    try writer.writeBigEndianLengthPrefixed("RDLENGTH") { $0.write(contentsOf: data) }
  }

  static func == (left: ResourceRecord, right: ResourceRecord) -> Bool {
    left.name == right.name && left.kind == right.kind && left.timeToLive == right.timeToLive
      && left.data == right.data
  }
}

extension ResourceRecord.Kind {
  /// Reads a type, and the class behind it, which must be IN.
  init(decoding reader: inout ByteReader, _ field: String) throws(WireError) {
    let typeOffset = reader.offset
    let value: UInt16 = try reader.readBigEndian(field)
    guard let kind = Self(rawValue: value) else {
      throw WireError(.unexpected(value: UInt64(value)), in: field, at: typeOffset)
    }
    let classOffset = reader.offset
    let recordClass: UInt16 = try reader.readBigEndian("CLASS")
    guard recordClass == ResourceRecord.internetClass else {
      throw WireError(.unexpected(value: UInt64(recordClass)), in: "CLASS", at: classOffset)
    }
    self = kind
  }

  func encode(into writer: inout ByteWriter) {
    writer.writeBigEndian(rawValue)
    writer.writeBigEndian(ResourceRecord.internetClass)
  }
}
