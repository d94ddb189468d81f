// SPDX-License-Identifier: Apache-2.0

public import Wire

/// The answer to a ``MessageRequest``: its status, and after a start the group identifier.
///
/// smbd leaves out the identifier; the sender then uses 0. Source: [MS-MSRP] 2.2.3.
public struct MessageReply: WireCodable {
  /// The header.
  public let header: SMBHeader

  /// The number by which text and end belong to their start.
  public let groupID: UInt16?

  /// Creates the reply to a request.
  public init(
    to request: SMBHeader, _ status: SMBStatus = .success, groupID: UInt16? = nil
  ) {
    header = request.reply(status)
    self.groupID = groupID
  }

  /// Reads a reply; ignores the words behind the first, and the bytes.
  ///
  /// - Throws: `WireError`.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    let packet = try SMBPacket(decoding: &reader)
    header = packet.header
    groupID = packet.words.first
  }

  /// Writes the reply.
  public func encode(into writer: inout ByteWriter) throws(WireError) {
    try SMBPacket(header, words: groupID.map { [$0] } ?? []).encode(into: &writer)
  }
}
