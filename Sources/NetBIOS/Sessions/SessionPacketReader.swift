// SPDX-License-Identifier: Apache-2.0

public import Wire

/// The packets in a stream of bytes that arrives in pieces of any size.
///
/// It keeps at most one incomplete packet and the bytes appended with it. After an error the stream has
/// no next packet: close it.
public struct SessionPacketReader: Sendable {
  /// The longest packet that the messages of the Messenger need, with ample room, in bytes.
  ///
  /// The longest legal one has 204: 4 + 35 + 17 + 17 + 131.
  public static let messengerLimit = 512

  private let limit: Int
  private var pending: ArraySlice<UInt8> = []

  /// Creates a reader at the start of a stream.
  ///
  /// - Parameter limit: The longest packet accepted, in bytes with its header.
  public init(limit: Int = SessionPacketReader.messengerLimit) {
    self.limit = limit
  }

  /// Takes the next bytes of the stream.
  public mutating func append(_ bytes: some Sequence<UInt8>) {
    pending.append(contentsOf: bytes)
  }

  /// The next packet; `nil` until all of it has arrived.
  ///
  /// A packet over the limit is refused as soon as its length is known.
  ///
  /// - Throws: `WireError`; `WireError.Reason.tooLong(limit:)` about `LENGTH`.
  public mutating func next() throws(WireError) -> SessionPacket? {
    guard pending.count >= SessionPacket.headerByteCount else { return nil }
    var reader = ByteReader(pending)
    let header = try SessionPacketHeader(decoding: &reader)
    let byteCount = SessionPacket.headerByteCount + header.trailerByteCount
    guard byteCount <= limit else {
      throw WireError(.tooLong(limit: limit), in: "LENGTH", at: 1)
    }
    guard pending.count >= byteCount else { return nil }
    defer { pending = ArraySlice(Array(pending.dropFirst(byteCount))) }
    return try SessionPacket(decoding: pending.prefix(byteCount))
  }
}
