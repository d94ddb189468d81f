// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Wire

/// The stream that nmbd writes to the readers of its socket `unexpected`: packets that nmbd does not
/// need itself.
///
///     us:    int32 1  int32 0  uint64 length  int32 -1  int32 0   \MAILSLOT\MESSNGR
///     nmbd:  1 byte, then for each packet:
///            uint64 length  int32 type  int32 0  int64 time  address 4  int32 port  packet
///
/// The numbers are C structures of Samba 4 on 64 bits, in the byte order of the machine. It is an internal
/// interface of Samba and may change, so any other bytes end the connection. Source:
/// `Samba:source3/libsmb/unexpected.c`.
struct UnexpectedPackets {
  /// A packet and the address from which nmbd received it.
  struct Packet: Equatable {
    let source: IPv4Address
    let bytes: [UInt8]
  }

  /// `DGRAM_PACKET`: the name service's are 0.
  private static let datagramType: UInt32 = 1

  private static let headerByteCount = 32

  /// The request of a reader: datagrams to the Messenger's mailslot.
  static var request: [UInt8] {
    let name = Array("\\MAILSLOT\\MESSNGR".utf8)
    var writer = ByteWriter()
    writer.writeNative(datagramType)
    writer.writeNative(UInt32(0))
    writer.writeNative(UInt64(name.count))
    writer.writeNative(UInt32.max)
    writer.writeNative(UInt32(0))
    writer.write(contentsOf: name)
    return writer.bytes
  }

  private var pending: [UInt8] = []

  /// Whether nmbd has confirmed that it hands datagrams over.
  private(set) var isAcknowledged = false

  /// Takes the next bytes.
  mutating func append(_ bytes: some Sequence<UInt8>) {
    pending.append(contentsOf: bytes)
  }

  /// The next packet; `nil` until all of it has arrived.
  ///
  /// - Throws: `WireError` for bytes in any other form.
  mutating func next() throws(WireError) -> Packet? {
    if !isAcknowledged, !pending.isEmpty {
      pending.removeFirst()
      isAcknowledged = true
    }
    guard pending.count >= UnexpectedPackets.headerByteCount else { return nil }
    var reader = ByteReader(pending)
    let length = try reader.readNative("length", as: UInt64.self)
    guard length <= UInt64(DatagramReceiver.maximumByteCount) else {
      throw WireError(.tooLong(limit: DatagramReceiver.maximumByteCount), in: "length", at: 0)
    }
    let typeOffset = reader.offset
    let type = try reader.readNative("type", as: UInt32.self)
    guard type == UnexpectedPackets.datagramType else {
      throw WireError(.unexpected(value: UInt64(type)), in: "type", at: typeOffset)
    }
    _ = try reader.readBytes(12, "time")
    let address = try reader.readBigEndian("ip", as: UInt32.self)
    _ = try reader.readBytes(4, "port")
    guard reader.remainingCount >= Int(length) else { return nil }
    let bytes = Array(try reader.readBytes(Int(length), "packet"))
    pending.removeFirst(reader.offset)
    return Packet(source: IPv4Address(rawValue: address), bytes: bytes)
  }
}

extension ByteWriter {
  fileprivate mutating func writeNative(_ value: some FixedWidthInteger & UnsignedInteger) {
    writeLittleEndian(value.littleEndian)
  }
}

extension ByteReader {
  fileprivate mutating func readNative<T: FixedWidthInteger & UnsignedInteger>(
    _ field: String, as type: T.Type
  ) throws(WireError) -> T {
    T(littleEndian: try readLittleEndian(field, as: type))
  }
}
