// SPDX-License-Identifier: Apache-2.0

import SMBMessaging
import TestSupport
import Testing
import Wire

@Suite struct MessengerBodyTests {
  private static let body = MessengerBody(
    from: Array("ALPHA".utf8), to: Array("WORKGROUP".utf8), text: Array("HELLO".utf8))
  private static let bytes = hex(
    "41 4C 50 48 41 00 57 4F 52 4B 47 52 4F 55 50 00 48 45 4C 4C 4F 00")

  @Test func `a body is read and written (C100)`() throws {
    #expect(try MessengerBody(decoding: Self.bytes) == Self.body)
    #expect(try Self.body.encoded() == Self.bytes)
  }

  @Test(arguments: ["", "00", "00 00 00", "00 42 43"])
  func `the last NUL may be missing, or more may follow`(tail: String) throws {
    #expect(try MessengerBody(decoding: Self.bytes.dropLast() + hex(tail)) == Self.body)
  }

  @Test(arguments: 0..<16)
  func `without two NULs there is no message`(count: Int) {
    #expect(throws: WireError.self) { try MessengerBody(decoding: Self.bytes.prefix(count)) }
  }

  @Test(arguments: [
    ("SIXTEENCHARSLONG\0B\0x", "From"), ("A\0SIXTEENCHARSLONG\0x", "To"), ("A\nB\0C\0x", "From"),
    ("A\0B\u{7F}\0x", "To"), ("A\0B\0" + String(repeating: "x", count: 653), "Text"),
  ])
  func `an error names the field that is out of bounds (C100)`(text: String, field: String) {
    let error = #expect(throws: WireError.self) { try MessengerBody(decoding: text.utf8) }
    #expect(error?.field == field)
  }

  @Test func `spaces around a name do not count`() throws {
    let body = try MessengerBody(decoding: "  ALPHA              \0   \0x".utf8)
    #expect(body == MessengerBody(from: Array("ALPHA".utf8), to: [], text: [0x78]))
  }

  @Test func `a body that a reader would misread is not written`() {
    for body in [
      MessengerBody(from: [0], to: [], text: []),
      MessengerBody(from: [], to: [UInt8](repeating: 1, count: 16), text: []),
      MessengerBody(from: [], to: [], text: [1, 0]),
      MessengerBody(from: [], to: [], text: [UInt8](repeating: 1, count: 653)),
    ] {
      #expect(throws: WireError.self) { try body.encoded() }
    }
  }
}
