// SPDX-License-Identifier: Apache-2.0

import Wire

/// A typed field in the bytes of an SMB.
///
///     +------+--------------+------+      +------+-------------+--------------+
///     | 0x04 | string bytes | 0x00 |      | 0x01 | length (LE) | data bytes   |
///     +------+--------------+------+      +------+-------------+--------------+
///
/// Source: [MS-MSRP] 2.2.3.
enum SMBBuffer {
  /// The buffer format byte.
  private enum Format: UInt8 {
    case data = 0x01
    case string = 0x04
  }

  /// Reads a name, the only kind of string in messages.
  static func readName(
    _ field: String, limit: Int, _ reader: inout ByteReader
  ) throws(WireError) -> [UInt8] {
    try expect(.string, field, &reader)
    return try reader.readName(field, limit: limit)
  }

  static func readData(
    _ field: String, _ reader: inout ByteReader
  ) throws(WireError) -> [UInt8] {
    try expect(.data, field, &reader)
    let count: UInt16 = try reader.readLittleEndian(field)
    return Array(try reader.readBytes(Int(count), field))
  }

  static func writeName(
    _ bytes: [UInt8], _ field: String, into writer: inout ByteWriter
  ) throws(WireError) {
    guard !bytes.contains(0) else {
      throw WireError(.unexpected(value: 0), in: field, at: writer.offset)
    }
    writer.write(Format.string.rawValue)
    writer.writeTerminated(bytes)
  }

  static func writeData(
    _ bytes: [UInt8], _ field: String, into writer: inout ByteWriter
  ) throws(WireError) {
    guard let count = UInt16(exactly: bytes.count) else {
      throw WireError(.tooLong(limit: Int(UInt16.max)), in: field, at: writer.offset)
    }
    writer.write(Format.data.rawValue)
    writer.writeLittleEndian(count)
    writer.write(contentsOf: bytes)
  }

  private static func expect(
    _ format: Format, _ field: String, _ reader: inout ByteReader
  ) throws(WireError) {
    let offset = reader.offset
    let byte = try reader.readByte(field)
    guard byte == format.rawValue else {
      throw WireError(.unexpected(value: UInt64(byte)), in: field, at: offset)
    }
  }
}

extension ByteReader {
  /// Reads a name up to its NUL; refuses control bytes, since no code page has letters there.
  mutating func readName(_ field: String, limit: Int) throws(WireError) -> [UInt8] {
    let start = offset
    let name = Array(try readTerminated(field, limit: limit))
    for (index, byte) in name.enumerated() where byte < 0x20 || byte == 0x7F {
      throw WireError(.unexpected(value: UInt64(byte)), in: field, at: start + index)
    }
    return name
  }
}
