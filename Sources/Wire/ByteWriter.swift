// SPDX-License-Identifier: Apache-2.0

/// The bytes of one packet, written field by field.
public struct ByteWriter: Sendable {
  /// The bytes written so far.
  public var bytes: [UInt8] { written }

  // Inlinable, so that the compiler specializes each call. An unspecialized generic makes the runtime
  // search all types of the program, which takes longer than sending a message.
  @usableFromInline
  var written: [UInt8] = []

  /// Creates an empty packet with room for `capacity` bytes.
  public init(reservingCapacity capacity: Int = 0) {
    written.reserveCapacity(capacity)
  }

  /// Bytes written: the position of the next one.
  public var offset: Int { written.count }

  /// Appends one byte.
  @inline(never)
  public mutating func write(_ byte: UInt8) {
    written.append(byte)
  }

  /// Appends bytes as they are.
  @inlinable
  public mutating func write(contentsOf bytes: some Sequence<UInt8>) {
    written.append(contentsOf: bytes)
  }

  /// Appends the bytes of a string and the NUL that ends it.
  ///
  /// The bytes must not contain a NUL: a reader would stop there.
  @inlinable
  public mutating func writeTerminated(_ string: some Sequence<UInt8>) {
    write(contentsOf: string)
    written.append(0)
  }

  /// Appends an unsigned integer, most significant byte first: the order of RFC 1002.
  public mutating func writeBigEndian<T: FixedWidthInteger & UnsignedInteger>(_ value: T) {
    write(UInt64(value), byteCount: T.bitWidth / 8)
  }

  /// Not generic: one function for the integers of all widths.
  private mutating func write(_ value: UInt64, byteCount: Int) {
    for index in (0..<byteCount).reversed() {
      write(UInt8(truncatingIfNeeded: value >> UInt64(8 * index)))
    }
  }

  /// Appends an unsigned integer, least significant byte first: the order of [MS-CIFS].
  public mutating func writeLittleEndian<T: FixedWidthInteger & UnsignedInteger>(_ value: T) {
    writeBigEndian(value.byteSwapped)
  }

  /// Appends `body` behind its length: a 16-bit integer, most significant byte first.
  ///
  /// - Throws: ``WireError/Reason/tooLong(limit:)`` when `body` writes more than 65,535 bytes.
  public mutating func writeBigEndianLengthPrefixed(
    _ field: String, _ body: (inout ByteWriter) throws(WireError) -> Void
  ) throws(WireError) {
    let start = offset
    writeBigEndian(UInt16(0))
    try body(&self)
    guard let length = UInt16(exactly: offset - start - 2) else {
      throw WireError(.tooLong(limit: Int(UInt16.max)), in: field, at: start)
    }
    written[start] = UInt8(length >> 8)
    written[start + 1] = UInt8(truncatingIfNeeded: length)
  }
}
