// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Testing

@Suite struct LinkEventTests {
  /// A message about a link, or with another type about an address.
  private func message(type: UInt16, index: Int32, flags: UInt32, padding: Int = 5) -> [UInt8] {
    let words: [UInt32] = [
      UInt32(32 + padding), UInt32(type), 0, 0, 0, UInt32(bitPattern: index), flags, 0,
    ]
    let bytes = words.flatMap { word in (0..<4).map { UInt8(word >> ($0 * 8) & 0xFF) } }
    // The next message begins at a multiple of four.
    return bytes + [UInt8](repeating: 0xFF, count: (padding + 3) & ~3)
  }

  @Test func `links that are down or gone are told from the others`() {
    let (running, up) = (UInt32(0x41), UInt32(0x01))
    let packet =
      message(type: 16, index: 2, flags: running) + message(type: 16, index: 3, flags: up)
      + message(type: 20, index: 4, flags: 0) + message(type: 17, index: 5, flags: running)
      + message(type: 16, index: 6, flags: 0)
    #expect(LinkEvents.lostInterfaces(in: packet) == [3, 5, 6])
  }

  @Test func `a packet that ends too early, or has a length of nothing, is no loop`() {
    let packet = message(type: 16, index: 2, flags: 0)
    for count in 0..<28 {
      #expect(LinkEvents.lostInterfaces(in: Array(packet.prefix(count))) == [])
    }
    #expect(LinkEvents.lostInterfaces(in: [UInt8](repeating: 0, count: 100)) == [])
  }

  @Test
  func
    `a message that is cut off behind its fields counts, and one that is cut within them does not`()
  {
    let packet = message(type: 17, index: 2, flags: 0) + message(type: 16, index: 3, flags: 0)
    #expect(LinkEvents.lostInterfaces(in: Array(packet.prefix(40 + 28))) == [2, 3])
    #expect(LinkEvents.lostInterfaces(in: Array(packet.prefix(40 + 27))) == [2])
  }

  @Test func `the loopback interface has a number and runs`() throws {
    let loopback = try #require(
      InterfaceAddress.all().first { $0.address >> 24 == 127 && $0.isRunning })
    #expect(loopback.index > 0 && loopback.broadcast == nil && loopback.hardwareAddress == 0)
    let descriptor = try LinkEvents.open()
    try descriptor.close()
  }
}
