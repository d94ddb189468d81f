// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing
import Wire

@testable import Listeners

/// The stream of nmbd, built from the layout of its structures on 64 bits.
@Suite struct UnexpectedPacketsTests {
  static func record(length: UInt64, type: UInt8 = 1, _ packet: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: length.littleEndian, Array.init) + [type, 0, 0, 0, 0, 0, 0, 0]
      + [UInt8](repeating: 9, count: 8) + [192, 0, 2, 10] + [138, 0, 0, 0] + packet
  }

  @Test func `the request asks for datagrams to the Messenger`() {
    #expect(
      UnexpectedPackets.request
        == [1, 0, 0, 0, 0, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0]
        + Array("\\MAILSLOT\\MESSNGR".utf8))
  }

  @Test func `packets are read whole from pieces of any size`() throws {
    let stream =
      [1] + Self.record(length: 3, [7, 8, 9]) + Self.record(length: 0, [])
      + Self.record(length: 1, [5])
    for size in 1...stream.count {
      var packets = UnexpectedPackets()
      var found: [[UInt8]] = []
      for start in stride(from: 0, to: stream.count, by: size) {
        packets.append(stream[start..<min(start + size, stream.count)])
        while let packet = try packets.next() {
          #expect(packet.source == IPv4Address(192, 0, 2, 10))
          found.append(packet.bytes)
        }
      }
      #expect(found == [[7, 8, 9], [], [5]])
    }
  }

  @Test(arguments: [
    ([1] + record(length: 1025, []), "length"), ([1] + record(length: .max, []), "length"),
    ([1] + record(length: 3, type: 0, [1, 2, 3]), "type"),
  ])
  func `bytes in another form end the connection`(stream: [UInt8], field: String) {
    var packets = UnexpectedPackets()
    packets.append(stream)
    do throws(WireError) {
      _ = try packets.next()
      Issue.record("no error")
    } catch {
      #expect(error.field == field)
    }
  }
}
