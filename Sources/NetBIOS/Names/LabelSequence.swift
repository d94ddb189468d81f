// SPDX-License-Identifier: Apache-2.0

import Wire

/// A name as the domain name system writes it: labels behind their lengths, and a zero.
///
///     +--------+---------+--------+---------+-----+---+
///     | length | label   | length | label   |  …  | 0 |
///     +--------+---------+--------+---------+-----+---+
///
/// In place of a length there can be a pointer, `11` and fourteen bits of offset, to an earlier place in
/// the packet where the rest of the name stands. Source: RFC 1002 4.1, RFC 883.
struct LabelSequence: Equatable, Sendable {
  /// The longest name, in bytes, its final zero included.
  static let maximumByteCount = 255

  /// How many pointers are followed for one name; a name and its scope need two.
  static let maximumPointerCount = 4

  /// The labels, 1…63 bytes each.
  var labels: [ArraySlice<UInt8>]

  init(_ labels: [ArraySlice<UInt8>]) {
    self.labels = labels
  }

  /// Reads a name and leaves the reader behind it.
  ///
  /// - Parameter pointerLimit: How many pointers may be followed; each must point backwards.
  init(
    decoding reader: inout ByteReader, _ field: String, pointerLimit: Int
  ) throws(WireError) {
    var cursor = reader
    var (byteCount, pointerCount) = (0, 0)
    labels = []
    while true {
      let start = cursor.offset
      let length = try cursor.readByte(field)
      if length >= 0xC0 {
        let target = Int(length & 0x3F) << 8 | Int(try cursor.readByte(field))
        guard pointerCount < pointerLimit, cursor.startOffset + target < start else {
          throw WireError(.unexpected(value: UInt64(target)), in: field, at: start)
        }
        if pointerCount == 0 { reader = cursor }
        pointerCount += 1
        try cursor.seek(to: target, field)
        continue
      }
      guard length <= 63 else {
        throw WireError(.unexpected(value: UInt64(length)), in: field, at: start)
      }
      byteCount += 1 + Int(length)
      guard byteCount <= LabelSequence.maximumByteCount else {
        throw WireError(.tooLong(limit: LabelSequence.maximumByteCount), in: field, at: start)
      }
      guard length > 0 else { break }
      labels.append(try cursor.readBytes(Int(length), field))
    }
    if pointerCount == 0 { reader = cursor }
  }

  func encode(into writer: inout ByteWriter) {
    for label in labels {
      writer.write(UInt8(truncatingIfNeeded: label.count))
      writer.write(contentsOf: label)
    }
    writer.write(0)
  }
}
