// SPDX-License-Identifier: Apache-2.0

public import Wire

/// A packet of the name service, UDP 137: a message, and the number that ties a response to its request.
public struct NameServicePacket: Equatable, Sendable {
  /// The longest packet, in bytes: RFC 1002 6, MAX_DATAGRAM_LENGTH.
  public static let maximumByteCount = NameServiceFrame.maximumByteCount

  /// NAME_TRN_ID.
  public var transactionID: UInt16

  /// The message.
  public var message: NameServiceMessage

  /// Creates a packet.
  public init(transactionID: UInt16, _ message: NameServiceMessage) {
    self.transactionID = transactionID
    self.message = message
  }
}

extension NameServicePacket: WireCodable {
  /// Reads a packet; `reader` must stand at its first byte, from which pointers count.
  ///
  /// - Throws: `WireError` naming the first field that is not as RFC 1002 4.2 has it.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    let frame = try NameServiceFrame(decoding: &reader)
    self.init(
      transactionID: frame.transactionID,
      frame.flags.isResponse ? try frame.response() : try frame.request())
  }

  /// Writes the packet.
  ///
  /// - Throws: `WireError` when a record is over 65,535 bytes or a node has over 255 names.
  public func encode(into writer: inout ByteWriter) throws(WireError) {
    try message.frame(transactionID).encode(into: &writer)
  }
}
