// SPDX-License-Identifier: Apache-2.0

import NetBIOS
import Testing

@Suite struct NetBIOSNameTests {
  @Test(arguments: [
    ("FRED", 0x20, "EGFCEFEECACACACACACACACACACACACA"),
    ("BRAVO", 0x03, "ECFCEBFGEPCACACACACACACACACACAAD"),
    ("bravo", 0x03, "ECFCEBFGEPCACACACACACACACACACAAD"),
    ("WORKGROUP", 0x00, "FHEPFCELEHFCEPFFFACACACACACACAAA"),
  ])
  func `an encoded name has two letters for each byte`(
    label: String, suffix: UInt8, letters: String
  ) throws {
    let name = try NetBIOSName(label, suffix: NameSuffix(rawValue: suffix))
    #expect(String(decoding: name.firstLevelEncoded, as: UTF8.self) == letters)
    #expect(NetBIOSName(firstLevelEncoded: Array(letters.utf8)) == name)
  }

  @Test func `the wildcard is filled up with NULs`() {
    let letters = "CK" + String(repeating: "A", count: 30)
    #expect(String(decoding: NetBIOSName.wildcard.firstLevelEncoded, as: UTF8.self) == letters)
    #expect(NetBIOSName.wildcard.description.hasPrefix("*\\x00"))
  }

  @Test(arguments: [
    "", "ECFCEBFGEPCACACACACACACACACACAA", "ECFCEBFGEPCACACACACACACACACACAADA",
    "ECFCEBFGEPCACACACACACACACACACAAQ", "ecfcebfgepcacacacacacacacacacaad",
    "@CFCEBFGEPCACACACACACACACACACAAD",
  ])
  func `only 32 letters of A to P are an encoded name`(letters: String) {
    #expect(NetBIOSName(firstLevelEncoded: Array(letters.utf8)) == nil)
  }

  @Test(arguments: [
    ("", NetBIOSNameError.empty), ("   ", .empty),
    ("SIXTEENCHARSLONG", .tooLong(byteCount: 16)), ("ÄPFEL", .notASCII("Ä")),
  ])
  func `an invalid name is refused and not cut`(text: String, error: NetBIOSNameError) {
    #expect(throws: error) { try NetBIOSName(text, suffix: .messenger) }
  }

  @Test func `fifteen bytes are a whole name`() throws {
    let name = try NetBIOSName("FIFTEENCHARSLNG", suffix: .messenger)
    #expect(name.label.count == 15)
    #expect(name.description == "FIFTEENCHARSLNG<03>")
    #expect(name.with(suffix: .fileServer).description == "FIFTEENCHARSLNG<20>")
  }

  @Test func `bytes of a code page stay as they are`() throws {
    let name = try NetBIOSName(label: [0x8E, 0x70], suffix: .messenger)
    #expect(Array(name.label) == [0x8E, 0x50])
    #expect(name.description == "\\x8EP<03>")
  }

  @Test(arguments: [
    ("192.0.2.20", IPv4Address(192, 0, 2, 20)), ("0.0.0.0", .any), ("255.255.255.255", .broadcast),
    ("1.2.3", nil), ("1.2.3.256", nil), ("1.2.3.4.5", nil), ("1.2.3.", nil), ("1.2.3.+4", nil),
    ("1.2.3.0004", nil),
  ])
  func `an address is four numbers`(text: String, address: IPv4Address?) {
    #expect(IPv4Address(text) == address)
    if let address { #expect(address.description == text) }
  }
}
