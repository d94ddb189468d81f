// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import TestSupport
import Testing
import Wire

@Suite struct NameServicePacketTests {
  private static let bravo = Names.encodedBravo
  private static let claimTail = "00 20 00 01 C0 0C 00 20 00 01 00 00 00 00 00 06 00 00 C0 00 02 14"

  /// Whole packets and their messages.
  static func golden() throws -> [(bytes: [UInt8], packet: NameServicePacket)] {
    let name = try Names.scoped("BRAVO")
    let record = NameRecord(name, entry: NameEntry(address: Names.bravo))
    let group = NameRecord(
      name, timeToLive: 5, entry: NameEntry(isGroup: true, nodeType: .mixed, address: Names.bravo))
    func packet(_ id: UInt16, _ message: NameServiceMessage) -> NameServicePacket {
      NameServicePacket(transactionID: id, message)
    }
    return [
      (
        hex("01 01 29 10 00 01 00 00 00 00 00 01 \(bravo) \(claimTail)"),
        packet(0x0101, .registrationRequest(record, isBroadcast: true))
      ),
      (
        hex("01 01 28 10 00 01 00 00 00 00 00 01 \(bravo) \(claimTail)"),
        packet(0x0101, .overwriteRequest(record, isBroadcast: true))
      ),
      (
        hex("01 01 79 00 00 01 00 00 00 00 00 01 \(bravo) \(claimTail)"),
        packet(0x0101, .multihomedRegistrationRequest(record))
      ),
      (
        hex("01 01 40 00 00 01 00 00 00 00 00 01 \(bravo) \(claimTail)"),
        packet(0x0101, .refreshRequest(record, isBroadcast: false))
      ),
      (
        hex("03 03 30 10 00 01 00 00 00 00 00 01 \(bravo) \(claimTail)"),
        packet(0x0303, .releaseRequest(record, isBroadcast: true))
      ),
      (
        hex(
          """
          01 01 AD 86 00 00 00 01 00 00 00 00 \(bravo)
          00 20 00 01 00 00 00 00 00 06 00 00 C0 00 02 14
          """),
        packet(0x0101, .negativeRegistrationResponse(record, .active))
      ),
      (
        hex(
          """
          01 01 AD 80 00 00 00 01 00 00 00 00 \(bravo)
          00 20 00 01 00 00 00 05 00 06 C0 00 C0 00 02 14
          """),
        packet(0x0101, .positiveRegistrationResponse(group))
      ),
      (
        hex(
          """
          01 01 AD 00 00 00 00 01 00 00 00 00 \(bravo)
          00 20 00 01 00 00 00 00 00 06 00 00 C0 00 02 14
          """),
        packet(0x0101, .endNodeChallenge(record))
      ),
      (
        hex(
          """
          02 02 AD 87 00 00 00 01 00 00 00 00 \(bravo)
          00 20 00 01 00 00 00 00 00 06 00 00 00 00 00 00
          """),
        packet(0x0202, .conflictDemand(name))
      ),
      (
        hex(
          """
          03 03 B4 06 00 00 00 01 00 00 00 00 \(bravo)
          00 20 00 01 00 00 00 00 00 06 00 00 C0 00 02 14
          """),
        packet(0x0303, .releaseResponse(record, .active))
      ),
      (
        hex("02 02 01 10 00 01 00 00 00 00 00 00 \(bravo) 00 20 00 01"),
        packet(0x0202, .queryRequest(name, isBroadcast: true))
      ),
      (
        hex(
          """
          02 02 85 00 00 00 00 01 00 00 00 00 \(bravo)
          00 20 00 01 00 04 93 E0 00 06 00 00 C0 00 02 14
          """),
        packet(0x0202, .positiveQueryResponse(name, timeToLive: 300_000, [record.entry]))
      ),
      (
        hex(
          """
          02 02 85 83 00 00 00 01 00 00 00 00 \(bravo) 00 0A 00 01 00 00 00 00 00 00
          """),
        packet(0x0202, .negativeQueryResponse(name, .nameError))
      ),
      (
        hex("02 02 85 83 00 00 00 00 00 00 00 00"),
        packet(0x0202, .negativeQueryResponse(nil, .nameError))
      ),
      (
        hex(
          """
          02 02 81 00 00 00 00 00 00 01 00 01 \(bravo)
          00 02 00 01 00 00 00 00 00 08 04 6E 62 6E 73 01 78 00
          04 6E 62 6E 73 01 78 00 00 01 00 01 00 00 00 00 00 04 C0 00 02 14
          """),
        packet(
          0x0202, .redirect(name, server: try NetBIOSScope("nbns.x"), address: Names.bravo))
      ),
      (
        hex(
          """
          01 01 BC 00 00 00 00 01 00 00 00 00 \(bravo) 00 0A 00 01 00 00 00 05 00 02 29 00
          """),
        packet(
          0x0101,
          .waitForAcknowledgement(name, seconds: 5, flags: NameServiceFlags(rawValue: 0x2900)))
      ),
      (
        hex("05 05 00 00 00 01 00 00 00 00 00 00 \(Names.encodedWildcard) 00 21 00 01"),
        packet(0x0505, .nodeStatusRequest(ScopedName(.wildcard), isBroadcast: false))
      ),
      (NodeStatusTests.response, try NodeStatusTests.packet()),
    ]
  }

  @Test(arguments: try golden())
  func `a packet is read and written`(bytes: [UInt8], packet: NameServicePacket) throws {
    #expect(try NameServicePacket(decoding: bytes) == packet)
    #expect(try packet.encoded() == bytes)
  }

  @Test(arguments: try golden())
  func `every proper prefix is refused`(bytes: [UInt8], packet: NameServicePacket) {
    for count in 0..<bytes.count {
      #expect(throws: WireError.self) { try NameServicePacket(decoding: bytes.prefix(count)) }
    }
  }

  @Test(arguments: try golden())
  func `any wrong byte is refused or read without a trap`(bytes: [UInt8], packet: NameServicePacket)
  {
    for index in bytes.indices {
      for value in [0x00, 0x01, 0x0C, 0x1F, 0x21, 0x40, 0x7F, 0x80, 0xC0, 0xFF] as [UInt8] {
        var wrong = bytes
        wrong[index] = value
        guard let other = try? NameServicePacket(decoding: wrong) else { continue }
        #expect(throws: Never.self) { try NameServicePacket(decoding: other.encoded()) }
      }
    }
  }

  @Test(arguments: [
    ("29 10", "29 00"), ("28 10", "28 00"), ("40 00", "40 10"), ("30 10", "30 00"),
    ("01 10", "01 00"), ("00 00", "00 10"),
  ])
  func `a broadcast request differs from a unicast one in one bit`(
    flags: String, others: String
  ) throws {
    let whole = try Self.golden().first { $0.bytes[2...3].elementsEqual(hex(flags)) }
    var bytes = try #require(whole).bytes
    bytes.replaceSubrange(2...3, with: hex(others))
    let packet = try NameServicePacket(decoding: bytes)
    #expect(packet != whole?.packet)
    #expect(try packet.encoded() == bytes)
  }

  @Test(arguments: [
    ("40 00", "48 00"), ("85 00", "85 80"), ("85 83", "85 03"), ("AD 80", "C5 80"),
    ("AD 80", "FD 80"), ("AD 80", "AD 90"),
  ])
  func `variants of other implementations are read as the same message`(
    flags: String, others: String
  ) throws {
    let whole = try Self.golden().first { $0.bytes[2...3].elementsEqual(hex(flags)) }
    let (original, packet) = try #require(whole)
    var bytes = original
    bytes.replaceSubrange(2...3, with: hex(others))
    #expect(try NameServicePacket(decoding: bytes) == packet)
  }

  @Test func `a refusal for conflict names the owner, a demand does not`() throws {
    let name = try Names.scoped("BRAVO")
    let record = NameRecord(name, entry: NameEntry(address: Names.bravo))
    let packet = NameServicePacket(
      transactionID: 1, .negativeRegistrationResponse(record, .conflict))
    #expect(try packet.encoded()[2...3].elementsEqual([0xAD, 0x87]))
    #expect(try NameServicePacket(decoding: packet.encoded()) == packet)
  }

  @Test func `a negative answer may count its record or not`() throws {
    let name = try Names.scoped("BRAVO")
    let packet = NameServicePacket(transactionID: 0x0202, .negativeQueryResponse(name, .nameError))
    var bytes = try packet.encoded()
    bytes[7] = 0
    #expect(try NameServicePacket(decoding: bytes) == packet)
  }

  @Test func `Samba's WACK has the type of a name`() throws {
    var bytes = hex(
      "01 01 BC 00 00 00 00 01 00 00 00 00 \(Self.bravo) 00 20 00 01 00 00 00 05 00 02 29 00")
    let packet = try NameServicePacket(decoding: bytes)
    bytes[47] = 0x0A
    #expect(try packet.encoded() == bytes)
  }

  @Test(
    arguments: [
      (2, 0x39, "FLAGS"), (5, 0, "QDCOUNT"), (5, 2, "QDCOUNT"), (11, 0, "ARCOUNT"),
      (47, 0x21, "FLAGS"), (47, 0x22, "QUESTION_TYPE"), (49, 2, "CLASS"), (51, 0x32, "RR_NAME"),
      (51, 0x10, "RR_NAME"), (53, 0x21, "RR_NAME"), (61, 5, "NB_ADDRESS"), (61, 7, "RDATA"),
    ] as [(Int, UInt8, String)])
  func `the wrong field is named`(index: Int, value: UInt8, field: String) throws {
    var bytes = try Self.golden()[0].bytes
    bytes[index] = value
    let error = #expect(throws: WireError.self) { try NameServicePacket(decoding: bytes) }
    #expect(error?.field == field)
  }

  @Test func `inside another packet, pointers and errors count from the right start`() throws {
    for (bytes, packet) in try Self.golden() {
      var outer = ByteReader([0xFF, 0xFF, 0xFF, 0xFF, 0xFF] + bytes)
      _ = try outer.readBytes(5, "header")
      var inner = try outer.nested(bytes.count, "packet")
      #expect(try NameServicePacket(decoding: &inner) == packet)
    }
    for index in [5, 11, 49, 51, 53, 61] {
      var bytes = try Self.golden()[0].bytes
      bytes[index] = 0x7D
      let error = #expect(throws: WireError.self) { try NameServicePacket(decoding: bytes) }
      let inside = #expect(throws: WireError.self) {
        try NameServicePacket(decoding: bytes, at: 100)
      }
      #expect(inside?.field == error?.field)
      #expect(inside?.offset == error.map { 100 + $0.offset })
    }
  }

  @Test func `pointers that lead to each other end`() throws {
    var bytes = try Self.golden()[0].bytes
    for target: UInt8 in [50, 51, 49, 60, 0xFF] {
      bytes[51] = target
      #expect(throws: WireError.self) { try NameServicePacket(decoding: bytes) }
    }
    // A chain backwards through the scope of the question, each pointer to the one before.
    let chain = hex("02 02 85 00 00 00 00 05 00 00 00 00") + hex(Self.bravo)
    var long = chain + hex("00 20 00 01 00 00 00 00 00 06 00 00 C0 00 02 14")
    var target = UInt8(12)
    for _ in 0..<4 {
      let start = UInt8(long.count)
      long += [0xC0, target] + hex("00 20 00 01 00 00 00 00 00 06 00 00 C0 00 02 14")
      target = start
    }
    let error = #expect(throws: WireError.self) { try NameServicePacket(decoding: long) }
    #expect(error?.field == "ANCOUNT")
    long += [0xC0, target] + hex("00 20 00 01 00 00 00 00 00 06 00 00 C0 00 02 14")
    long[7] = 6
    let tooDeep = #expect(throws: WireError.self) { try NameServicePacket(decoding: long) }
    #expect(tooDeep?.field == "RR_NAME")
  }

  @Test func `several owners come in one answer`() throws {
    let name = try Names.scoped("BRAVO", .domainControllers)
    let packet = NameServicePacket(
      transactionID: 7,
      .positiveQueryResponse(
        name, timeToLive: 60,
        [Names.alpha, Names.bravo].map { NameEntry(isGroup: true, address: $0) }))
    #expect(try NameServicePacket(decoding: packet.encoded()) == packet)
    #expect(try packet.encoded().count == 68)
  }
}
