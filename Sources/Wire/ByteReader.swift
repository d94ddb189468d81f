// SPDX-License-Identifier: Apache-2.0

/// A cursor over the bytes of one packet that cannot read past their end.
///
///     startOffset   offset
///     +-------------+------------------------------+
///     | read        | remaining                    |
///     +-------------+------------------------------+
///
/// Every read names its field, so the error about a packet that ends too early says which field was
/// cut off, and where: ``WireError``. A packet inside another packet has a nested reader
/// (``nested(_:_:)``), which goes on counting: its errors name the offset in the outermost packet.
public struct ByteReader: Sendable {
  /// Where the first byte of this reader stands, counted from the start of the outermost packet.
  public let startOffset: Int

  private let bytes: ArraySlice<UInt8>
  private var cursor: Int

  /// Creates a reader at the first of `bytes`.
  ///
  /// `startOffset` is where `bytes` begin in the outermost packet; 0 for a whole packet.
  public init(_ bytes: some Collection<UInt8>, at startOffset: Int = 0) {
    self.startOffset = startOffset
    self.bytes = ArraySlice(bytes)
    self.cursor = self.bytes.startIndex
  }

  /// The position of the next byte, counted from the start of the outermost packet.
  public var offset: Int { startOffset + cursor - bytes.startIndex }

  /// Bytes that are still to be read.
  public var remainingCount: Int { bytes.endIndex - cursor }

  /// Whether every byte has been read.
  public var isAtEnd: Bool { cursor == bytes.endIndex }

  /// Reads one byte.
  ///
  /// - Throws: ``WireError/Reason/truncated(needed:available:)`` at the end of the packet.
  @inline(never)
  public mutating func readByte(_ field: String) throws(WireError) -> UInt8 {
    try require(1, field)
    defer { cursor += 1 }
    return bytes[cursor]
  }

  /// Reads an unsigned integer, most significant byte first: the order of RFC 1002.
  ///
  /// - Throws: ``WireError/Reason/truncated(needed:available:)`` when fewer bytes are left than the
  ///   integer has.
  public mutating func readBigEndian<T: FixedWidthInteger & UnsignedInteger>(
    _ field: String, as type: T.Type = T.self
  ) throws(WireError) -> T {
    T(truncatingIfNeeded: try readNumber(T.bitWidth / 8, field))
  }

  /// Not generic: one function for the integers of all widths.
  @inline(never)
  private mutating func readNumber(_ byteCount: Int, _ field: String) throws(WireError) -> UInt64 {
    try require(byteCount, field)
    defer { cursor += byteCount }
    return bytes[cursor..<cursor + byteCount].reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Reads an unsigned integer, least significant byte first: the order of [MS-CIFS].
  ///
  /// - Throws: ``WireError/Reason/truncated(needed:available:)`` when fewer bytes are left than the
  ///   integer has.
  public mutating func readLittleEndian<T: FixedWidthInteger & UnsignedInteger>(
    _ field: String, as type: T.Type = T.self
  ) throws(WireError) -> T {
    try readBigEndian(field, as: type).byteSwapped
  }

  /// Reads exactly `count` bytes; `count` is 0 or more.
  ///
  /// - Throws: ``WireError/Reason/truncated(needed:available:)`` when fewer are left; nothing is
  ///   read then.
  @inline(never)
  public mutating func readBytes(
    _ count: Int, _ field: String
  ) throws(WireError) -> ArraySlice<UInt8> {
    try require(count, field)
    defer { cursor += count }
    return bytes[cursor..<cursor + count]
  }

  /// Reads the next `count` bytes as a packet of their own.
  ///
  /// - Returns: A reader of these bytes whose offsets count on from this reader's.
  /// - Throws: ``WireError/Reason/truncated(needed:available:)`` when fewer are left; nothing is
  ///   read then.
  @inline(never)
  public mutating func nested(_ count: Int, _ field: String) throws(WireError) -> ByteReader {
    let start = offset
    return ByteReader(try readBytes(count, field), at: start)
  }

  /// Reads all bytes that are left; there may be none.
  public mutating func readRemaining() -> ArraySlice<UInt8> {
    defer { cursor = bytes.endIndex }
    return bytes[cursor...]
  }

  /// Reads up to the next NUL, and the NUL, which is not part of the result.
  ///
  /// `limit` is the longest string accepted, in bytes without its NUL.
  ///
  /// - Throws: ``WireError/Reason/unterminated`` when no NUL is left,
  ///   ``WireError/Reason/tooLong(limit:)`` when the string is over the limit; nothing is read then.
  public mutating func readTerminated(
    _ field: String, limit: Int = .max
  ) throws(WireError) -> ArraySlice<UInt8> {
    guard let end = bytes[cursor...].firstIndex(of: 0) else {
      throw WireError(.unterminated, in: field, at: offset)
    }
    guard end - cursor <= limit else {
      throw WireError(.tooLong(limit: limit), in: field, at: offset)
    }
    defer { cursor = end + 1 }
    return bytes[cursor..<end]
  }

  /// Continues at the byte `distance` behind ``startOffset``; 0 up to and including the length.
  ///
  /// - Throws: ``WireError/Reason/truncated(needed:available:)`` when the packet is shorter,
  ///   ``WireError/Reason/unexpected(value:)`` when `distance` is negative.
  public mutating func seek(to distance: Int, _ field: String) throws(WireError) {
    guard distance >= 0 else {
      throw WireError(
        .unexpected(value: UInt64(bitPattern: Int64(distance))), in: field, at: offset)
    }
    guard distance <= bytes.count else {
      throw WireError(
        .truncated(needed: distance, available: bytes.count), in: field, at: offset)
    }
    cursor = bytes.startIndex + distance
  }

  /// Ends the packet.
  ///
  /// - Throws: ``WireError/Reason/trailing(count:)`` when bytes are left.
  @inline(never)
  public func expectEnd(_ field: String) throws(WireError) {
    guard isAtEnd else { throw WireError(.trailing(count: remainingCount), in: field, at: offset) }
  }

  @inline(never)
  private func require(_ count: Int, _ field: String) throws(WireError) {
    precondition(count >= 0, "a field has no negative length")
    guard count <= remainingCount else {
      throw WireError(
        .truncated(needed: count, available: remainingCount), in: field, at: offset)
    }
  }
}
