// SPDX-License-Identifier: Apache-2.0

/// A packet, or a part of one, that is read from bytes and written to them.
///
/// The two halves mirror each other: for every value, decoding what it encodes gives it back.
public protocol WireCodable: Equatable, Sendable {
  /// Reads one value and leaves the reader behind it.
  ///
  /// - Throws: ``WireError`` naming the first field that is not as the specification has it.
  init(decoding reader: inout ByteReader) throws(WireError)

  /// Writes the value.
  ///
  /// - Throws: ``WireError`` when the value does not fit the packet's own length fields.
  func encode(into writer: inout ByteWriter) throws(WireError)
}

extension WireCodable {
  /// Reads a value that fills all of `bytes`.
  ///
  /// `startOffset` is where `bytes` begin in the outermost packet; errors count from its start.
  ///
  /// - Throws: ``WireError``, also when bytes are left over.
  public init(
    decoding bytes: some Collection<UInt8>, at startOffset: Int = 0
  ) throws(WireError) {
    var reader = ByteReader(bytes, at: startOffset)
    try self.init(decoding: &reader)
    #if !hasFeature(Embedded)
      try reader.expectEnd("\(Self.self)")
    #else
      // Embedded Swift has no names of types when it runs.
      try reader.expectEnd("PACKET")
    #endif
  }

  /// The value's bytes.
  ///
  /// - Throws: ``WireError`` when the value does not fit the packet's own length fields.
  public func encoded() throws(WireError) -> [UInt8] {
    var writer = ByteWriter()
    try encode(into: &writer)
    return writer.bytes
  }
}
