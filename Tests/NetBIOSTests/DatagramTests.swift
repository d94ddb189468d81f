// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import TestSupport
import Testing
import Wire

@Suite struct DatagramTests {
  /// A mailslot write to a group, to the byte.
  static let group = hex(
    """
    11 02 12 34 C0 00 02 0A 00 8A 00 B2 00 00 20 45
    42 45 4D 46 41 45 49 45 42 43 41 43 41 43 41 43
    41 43 41 43 41 43 41 43 41 43 41 43 41 41 41 00
    20 46 48 45 50 46 43 45 4C 45 48 46 43 45 50 46
    46 46 41 43 41 43 41 43 41 43 41 43 41 43 41 41
    41 00 FF 53 4D 42 25 00 00 00 00 18 04 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 FF FE 00 00
    00 00 11 00 00 16 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 58 00 16 00 58 00 03 00 01
    00 00 00 02 00 29 00 5C 4D 41 49 4C 53 4C 4F 54
    5C 4D 45 53 53 4E 47 52 00 00 41 4C 50 48 41 00
    57 4F 52 4B 47 52 4F 55 50 00 48 45 4C 4C 4F 00
    """)

  static func datagram(_ kind: Datagram.Kind = .directGroup) throws -> Datagram {
    Datagram(
      kind, datagramID: 0x1234, from: try Names.scoped("ALPHA", .workstation),
      at: Endpoint(address: Names.alpha, port: 138),
      to: try Names.scoped("WORKGROUP", .workstation), payload: Array(group[0x52...]))
  }

  @Test func `a datagram to a group is read and written`() throws {
    #expect(try Datagram(decoding: Self.group) == Self.datagram())
    #expect(try Self.datagram().encoded() == Self.group)
    #expect(try Self.datagram().payload.count == 110)
  }

  @Test func `every proper prefix is refused`() {
    for count in 0..<Self.group.count {
      #expect(throws: WireError.self) { try Datagram(decoding: Self.group.prefix(count)) }
    }
  }

  @Test(arguments: [
    (Datagram.Kind.directUnique, NodeType.hybrid, 0x10, 0x0E), (.broadcast, .mixed, 0x12, 0x0A),
    (.directGroup, .pointToPoint, 0x11, 0x06),
  ])
  func `kind and node type have their bytes`(
    kind: Datagram.Kind, nodeType: NodeType, type: UInt8, flags: UInt8
  ) throws {
    var datagram = try Self.datagram(kind)
    datagram.nodeType = nodeType
    let bytes = try datagram.encoded()
    #expect(Array(bytes.prefix(2)) == [type, flags])
    #expect(try Datagram(decoding: bytes) == datagram)
  }

  @Test(
    arguments: [
      (0, 0x0F, "MSG_TYPE"), (0, 0x13, "MSG_TYPE"), (0, 0x14, "MSG_TYPE"), (1, 0x00, "FLAGS"),
      (1, 0x01, "FLAGS"), (1, 0x03, "FLAGS"), (13, 1, "PACKET_OFFSET"), (11, 0xB3, "DGM_LENGTH"),
      (10, 0xFF, "DGM_LENGTH"), (14, 0x1F, "SOURCE_NAME"), (14, 0xC0, "SOURCE_NAME"),
      (15, 0x51, "SOURCE_NAME"), (48, 0xC0, "DESTINATION_NAME"), (49, 0x40, "DESTINATION_NAME"),
    ] as [(Int, UInt8, String)])
  func `one byte wrong is named`(index: Int, value: UInt8, field: String) {
    var bytes = Self.group
    bytes[index] = value
    let error = #expect(throws: WireError.self) { try Datagram(decoding: bytes) }
    #expect(error?.field == field)
  }

  @Test func `a length that leaves the names out, as Impacket's, does not cut the data`() throws {
    var bytes = Self.group
    bytes[11] = 110
    #expect(try Datagram(decoding: bytes) == Self.datagram())
  }

  @Test func `the largest of Windows, 594 bytes, is read`() throws {
    var datagram = try Self.datagram()
    datagram.payload = [UInt8](repeating: 1, count: 512)
    let bytes = try datagram.encoded()
    #expect(bytes.count == 594)
    #expect(try Datagram(decoding: bytes) == datagram)
  }

  @Test func `a datagram too long for its length field is refused`() throws {
    var datagram = try Self.datagram()
    datagram.payload = [UInt8](repeating: 1, count: 65_535 - 67)
    #expect(throws: WireError(.tooLong(limit: 65_535), in: "DGM_LENGTH", at: 10)) {
      try datagram.encoded()
    }
  }

  @Test func `an error packet is read and written`() throws {
    let bytes = hex("13 02 12 34 C0 00 02 14 00 8A 82")
    let error = DatagramError(
      .destinationNameNotPresent, datagramID: 0x1234, at: Endpoint(address: Names.bravo, port: 138))
    #expect(try DatagramError(decoding: bytes) == error)
    #expect(try error.encoded() == bytes)
    for count in 0..<bytes.count {
      #expect(throws: WireError.self) { try DatagramError(decoding: bytes.prefix(count)) }
    }
    for code: UInt8 in [0x81, 0x85] {
      let wrong = #expect(throws: WireError.self) {
        try DatagramError(decoding: bytes.dropLast() + [code])
      }
      #expect(wrong?.field == "ERROR_CODE")
    }
  }
}
