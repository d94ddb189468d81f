// SPDX-License-Identifier: Apache-2.0

public import Wire

/// A packet of the session service, TCP 139.
///
///      0      1           2        4
///     +------+---------+-+--------+---------------------+
///     | TYPE | zero    |E| LENGTH | trailer             |
///     +------+---------+-+--------+---------------------+
///
/// E is the seventeenth bit of LENGTH, so a trailer has 0…131,071 bytes. Source: RFC 1002 4.3.
public indirect enum SessionPacket: Equatable, Sendable {
  /// 0x00: data; here an SMB.
  case message([UInt8])

  /// 0x81: the calling name asks for a session with the called name.
  case request(called: ScopedName, calling: ScopedName)

  /// 0x82: the session is open.
  case positiveResponse

  /// 0x83: the session is refused.
  case negativeResponse(SessionRefusal)

  /// 0x84: the caller is to call another endpoint.
  case retarget(Endpoint)

  /// 0x85: the connection is still in use. The receiver does not answer it.
  case keepAlive
}

extension SessionPacket: WireCodable {
  /// Bytes in front of the trailer.
  static let headerByteCount = 4

  /// The longest trailer.
  static let maximumTrailerByteCount = 0x1FFFF

  /// Reads a packet, whose fields must fill LENGTH exactly.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    let header = try SessionPacketHeader(decoding: &reader)
    var trailer = try reader.nested(header.trailerByteCount, "TRAILER")
    self = try SessionPacket(header.type, &trailer)
    try trailer.expectEnd("LENGTH")
  }

  private init(
    _ type: SessionPacketHeader.Kind, _ reader: inout ByteReader
  ) throws(WireError) {
    switch type {
    case .message: self = .message(Array(reader.readRemaining()))
    case .request:
      self = .request(
        called: try ScopedName(decoding: &reader, "CALLED_NAME"),
        calling: try ScopedName(decoding: &reader, "CALLING_NAME"))
    case .positiveResponse: self = .positiveResponse
    case .negativeResponse:
      self = .negativeResponse(SessionRefusal(rawValue: try reader.readByte("ERROR_CODE")))
    case .retarget:
      let address: UInt32 = try reader.readBigEndian("RETARGET_IP_ADDRESS")
      self = .retarget(
        Endpoint(
          address: IPv4Address(rawValue: address), port: try reader.readBigEndian("PORT")))
    case .keepAlive: self = .keepAlive
    }
  }

  /// Writes the packet.
  ///
  /// - Throws: `WireError.Reason.tooLong(limit:)` for a message over 131,071 bytes.
  public func encode(into writer: inout ByteWriter) throws(WireError) {
    var trailer = ByteWriter()
    let type: SessionPacketHeader.Kind
    switch self {
    case .message(let bytes):
      type = .message
      trailer.write(contentsOf: bytes)
    case .request(let called, let calling):
      type = .request
      called.encode(into: &trailer)
      calling.encode(into: &trailer)
    case .positiveResponse: type = .positiveResponse
    case .negativeResponse(let refusal):
      type = .negativeResponse
      trailer.write(refusal.rawValue)
    case .retarget(let endpoint):
      type = .retarget
      endpoint.encode(into: &trailer)
    case .keepAlive: type = .keepAlive
    }
    guard trailer.offset <= SessionPacket.maximumTrailerByteCount else {
      throw WireError(
        .tooLong(limit: SessionPacket.maximumTrailerByteCount), in: "LENGTH", at: writer.offset)
    }
    SessionPacketHeader(type: type, trailerByteCount: trailer.offset).encode(into: &writer)
    writer.write(contentsOf: trailer.bytes)
  }
}
