// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import TestSupport
import Testing
import Wire

@Suite struct NodeStatusTests {
  static let response = hex(
    """
    05 05 84 00 00 00 00 01 00 00 00 00 \(Names.encodedWildcard)
    00 21 00 01 00 00 00 00 00 65 03
    42 52 41 56 4F 20 20 20 20 20 20 20 20 20 20 00 04 00
    42 52 41 56 4F 20 20 20 20 20 20 20 20 20 20 03 04 00
    57 4F 52 4B 47 52 4F 55 50 20 20 20 20 20 20 00 84 00
    02 00 5E 00 00 14 00 00 00 00 00 00 00 00 00 00 00
    00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00
    """)

  static func packet() throws -> NameServicePacket {
    let status = NodeStatus(
      names: [
        NodeStatus.Name(try Names.name("BRAVO", .workstation), .active),
        NodeStatus.Name(try Names.name("BRAVO"), .active),
        NodeStatus.Name(try Names.name("WORKGROUP", .workstation), [.group, .active]),
      ], statistics: NodeStatistics(unitID: 0x0200_5E00_0014))
    return NameServicePacket(
      transactionID: 0x0505, .nodeStatusResponse(ScopedName(.wildcard), status))
  }

  @Test func `the answer to a request has 157 bytes`() {
    #expect(Self.response.count == 157)
  }

  @Test func `all statistics are written in their order`() throws {
    var statistics = NodeStatistics(unitID: 0x0102_0304_0506)
    statistics.jumpers = 7
    statistics.testResult = 8
    statistics.version = 0x090A
    statistics.goodSendCount = 0x1718_191A
    statistics.sessionPacketSize = 0x2D2E
    let bytes = try statistics.encoded()
    #expect(bytes.count == 46)
    #expect(Array(bytes[0..<10]) == [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
    #expect(Array(bytes[20..<24]) == [0x17, 0x18, 0x19, 0x1A])
    #expect(Array(bytes[44...]) == [0x2D, 0x2E])
    let count = Array(1...46).map(UInt8.init)
    #expect(try NodeStatistics(decoding: count).encoded() == count)
  }

  @Test(arguments: [0, 6, 44, 46, 64])
  func `statistics of any length are read`(byteCount: Int) throws {
    let names = Self.response[56..<111]
    let status = try NodeStatus(decoding: names + repeatElement(1, count: byteCount))
    #expect(status.names.count == 3)
    #expect(status.statistics.unitID == (byteCount < 6 ? 0 : 0x0101_0101_0101))
  }

  @Test(arguments: [(26, 26, false), (27, 26, true), (256, 26, true)])
  func `an answer stays within 576 bytes`(count: Int, kept: Int, isTruncated: Bool) throws {
    let names = try (0..<count).map {
      NodeStatus.Name(try Names.name("N\($0)"), .active)
    }
    let name = ScopedName(.wildcard)
    let status = NodeStatus(names: names).cut(toAnswer: name)
    #expect(status.names.count == kept)
    let packet = NameServicePacket(transactionID: 1, .nodeStatusResponse(name, status))
    let bytes = try packet.encoded()
    #expect(bytes.count <= NameServicePacket.maximumByteCount)
    #expect((bytes[2] & 0x02 != 0) == isTruncated)
    #expect(try NameServicePacket(decoding: bytes) == packet)
  }

  @Test func `more than 255 names are refused`() throws {
    let name = NodeStatus.Name(try Names.name("BRAVO"), .active)
    let status = NodeStatus(names: Array(repeating: name, count: 256))
    #expect(throws: WireError(.tooLong(limit: 255), in: "NUM_NAMES", at: 0)) {
      try status.encoded()
    }
  }

  @Test func `flags hold the state of a name and the type of its node`() {
    let flags = NameFlags([.conflict, .active], nodeType: .hybrid)
    #expect(flags.rawValue == 0x6C00)
    #expect(flags.nodeType == .hybrid)
    #expect(flags.contains(.conflict) && !flags.contains(.group))
  }
}
