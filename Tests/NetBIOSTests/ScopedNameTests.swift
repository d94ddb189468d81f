// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import TestSupport
import Testing
import Wire

@Suite struct ScopedNameTests {
  @Test func `a name without a scope has 34 bytes`() throws {
    let name = try Names.scoped("BRAVO")
    #expect(try name.encoded() == hex(Names.encodedBravo))
    #expect(try ScopedName(decoding: hex(Names.encodedBravo)) == name)
    #expect(name.encodedByteCount == 34)
  }

  @Test func `a scope follows in labels`() throws {
    let name = ScopedName(try Names.name("BRAVO"), scope: try NetBIOSScope("netbios.com"))
    let bytes =
      hex(Names.encodedBravo).dropLast() + hex("07 6E 65 74 62 69 6F 73 03 63 6F 6D 00")
    #expect(try name.encoded() == Array(bytes))
    #expect(try ScopedName(decoding: bytes) == name)
    #expect(name.encodedByteCount == bytes.count)
    #expect(name.description == "BRAVO<03>.netbios.com")
  }

  @Test(arguments: 0..<34)
  func `every proper prefix is refused`(count: Int) {
    #expect(throws: WireError.self) {
      try ScopedName(decoding: hex(Names.encodedBravo).prefix(count))
    }
  }

  @Test(arguments: [".", "a..b", String(repeating: "x", count: 64)])
  func `a scope has labels of 1 to 63 bytes`(text: String) {
    #expect(throws: NetBIOSNameError.badScope) { try NetBIOSScope(text) }
  }

  @Test func `a name has 255 bytes at most`() throws {
    let label = String(repeating: "x", count: 63)
    let longest = try NetBIOSScope(
      "\(label).\(label).\(label).\(String(repeating: "y", count: 28))")
    let name = ScopedName(try Names.name("BRAVO"), scope: longest)
    #expect(name.encodedByteCount == 255)
    #expect(try ScopedName(decoding: name.encoded()) == name)
    var bytes = try name.encoded()
    bytes.insert(contentsOf: [1, 0x7A], at: 33)
    #expect(throws: WireError(.tooLong(limit: 255), in: "NAME", at: 227)) {
      try ScopedName(decoding: bytes)
    }
  }

  @Test(arguments: [0x00, 0x1F, 0x21, 0x40, 0x80, 0xBF, 0xC0, 0xFF] as [UInt8])
  func `the first label has 32 bytes and is no pointer`(length: UInt8) {
    var bytes = hex(Names.encodedBravo)
    bytes[0] = length
    #expect(throws: WireError.self) { try ScopedName(decoding: bytes) }
  }
}
