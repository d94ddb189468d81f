// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import TestSupport
import Testing
import Wire

@Suite struct SessionPacketTests {
  static func golden() throws -> [(bytes: [UInt8], packet: SessionPacket)] {
    [
      (
        hex(
          """
          81 00 00 44 \(Names.encodedBravo)
          20 45 42 45 4D 46 41 45 49 45 42 43 41 43 41 43 41 43 41 43 41 43 41 43 41 43 41 43 41 43
          41 41 44 00
          """),
        .request(called: try Names.scoped("BRAVO"), calling: try Names.scoped("ALPHA"))
      ),
      (hex("82 00 00 00"), .positiveResponse),
      (hex("83 00 00 01 82"), .negativeResponse(.calledNameNotPresent)),
      (
        hex("84 00 00 06 C0 00 02 1E 00 8B"),
        .retarget(Endpoint(address: IPv4Address(192, 0, 2, 30), port: 139))
      ),
      (hex("85 00 00 00"), .keepAlive),
      (hex("00 00 00 03 FF 53 4D"), .message([0xFF, 0x53, 0x4D])),
      (hex("00 00 00 00"), .message([])),
    ]
  }

  @Test(arguments: try golden())
  func `a packet is read and written`(bytes: [UInt8], packet: SessionPacket) throws {
    #expect(try SessionPacket(decoding: bytes) == packet)
    #expect(try packet.encoded() == bytes)
  }

  @Test(arguments: try golden())
  func `every proper prefix is refused, and awaited in a stream`(
    bytes: [UInt8], packet: SessionPacket
  ) throws {
    for count in 0..<bytes.count {
      #expect(throws: WireError.self) { try SessionPacket(decoding: bytes.prefix(count)) }
      var reader = SessionPacketReader()
      reader.append(bytes.prefix(count))
      #expect(try reader.next() == nil)
      reader.append(bytes.dropFirst(count))
      #expect(try reader.next() == packet)
      #expect(try reader.next() == nil)
    }
  }

  @Test(arguments: [
    ("01 00 00 00", "TYPE", 0), ("80 00 00 00", "TYPE", 0), ("86 00 00 00", "TYPE", 0),
    ("00 02 00 00", "FLAGS", 1), ("82 00 00 01 00", "LENGTH", 4), ("85 00 00 01 00", "LENGTH", 4),
    ("83 00 00 00", "ERROR_CODE", 4), ("84 00 00 05 C0 00 02 1E 00", "PORT", 8),
    ("84 00 00 07 C0 00 02 1E 00 8B 00", "LENGTH", 10), ("81 00 00 01 20", "CALLED_NAME", 5),
  ])
  func `an error names the field and its offset`(text: String, field: String, offset: Int) {
    let error = #expect(throws: WireError.self) { try SessionPacket(decoding: hex(text)) }
    #expect(error?.field == field)
    #expect(error?.offset == offset)
  }

  @Test func `a length has seventeen bits`() throws {
    let bytes = [UInt8](repeating: 7, count: 0x1FFFF)
    let encoded = try SessionPacket.message(bytes).encoded()
    #expect(Array(encoded.prefix(4)) == [0, 1, 0xFF, 0xFF])
    #expect(try SessionPacket(decoding: encoded) == .message(bytes))
    #expect(throws: WireError(.tooLong(limit: 0x1FFFF), in: "LENGTH", at: 0)) {
      try SessionPacket.message(bytes + [7]).encoded()
    }
  }

  @Test(arguments: [1, 2, 3, 5, 7, 64, 1000])
  func `a stream has the same packets in pieces of any size`(size: Int) throws {
    let packets = try Self.golden()
    var (rest, found) = (packets.flatMap(\.bytes)[...], [SessionPacket]())
    var reader = SessionPacketReader()
    while !rest.isEmpty {
      reader.append(rest.prefix(size))
      rest = rest.dropFirst(size)
      while let packet = try reader.next() { found.append(packet) }
    }
    #expect(found == packets.map(\.packet))
  }

  @Test func `a packet over the limit is refused before all of it has arrived`() throws {
    var reader = SessionPacketReader(limit: 512)
    reader.append([0, 0, 0x01, 0xFC])
    #expect(try reader.next() == nil)
    var strict = SessionPacketReader(limit: 512)
    strict.append([0, 0, 0x01, 0xFD])
    #expect(throws: WireError(.tooLong(limit: 512), in: "LENGTH", at: 1)) { try strict.next() }
  }
}
