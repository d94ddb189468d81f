// SPDX-License-Identifier: Apache-2.0

import Wire

/// An SMB by its fields, before the meaning of its command is known.
///
///      0           32          33                 33 + 2n
///     +-----------+-----------+------------------+-----------+----------------+
///     | header    | WordCount | words, n × 2     | ByteCount | bytes          |
///     +-----------+-----------+------------------+-----------+----------------+
///
/// Source: [MS-CIFS] 2.2.3.
struct SMBPacket: WireCodable {
  var header: SMBHeader
  var words: [UInt16]
  var bytes: [UInt8]

  /// Where Command, WordCount and Bytes begin.
  private(set) var (commandOffset, wordCountOffset, bytesOffset) = (0, 0, 0)

  init(_ header: SMBHeader, words: [UInt16] = [], bytes: [UInt8] = []) {
    self.header = header
    self.words = words
    self.bytes = bytes
  }

  init(decoding reader: inout ByteReader) throws(WireError) {
    commandOffset = reader.offset + SMBHeader.commandOffset
    header = try SMBHeader(decoding: &reader)
    words = []
    wordCountOffset = reader.offset
    for _ in 0..<(try reader.readByte("WordCount")) {
      words.append(try reader.readLittleEndian("Words"))
    }
    let byteCount: UInt16 = try reader.readLittleEndian("ByteCount")
    bytesOffset = reader.offset
    bytes = Array(try reader.readBytes(Int(byteCount), "Bytes"))
  }

  func encode(into writer: inout ByteWriter) throws(WireError) {
    header.encode(into: &writer)
    let wordOffset = writer.offset
    guard let wordCount = UInt8(exactly: words.count) else {
      throw WireError(.tooLong(limit: Int(UInt8.max)), in: "WordCount", at: wordOffset)
    }
    writer.write(wordCount)
    for word in words { writer.writeLittleEndian(word) }
    guard let byteCount = UInt16(exactly: bytes.count) else {
      throw WireError(.tooLong(limit: Int(UInt16.max)), in: "ByteCount", at: writer.offset)
    }
    writer.writeLittleEndian(byteCount)
    writer.write(contentsOf: bytes)
  }

  static func == (left: SMBPacket, right: SMBPacket) -> Bool {
    left.header == right.header && left.words == right.words && left.bytes == right.bytes
  }

  /// Expects `count` words.
  func expectWords(_ count: Int) throws(WireError) {
    guard words.count == count else {
      throw WireError(
        .unexpected(value: UInt64(words.count)), in: "WordCount", at: wordCountOffset)
    }
  }
}
