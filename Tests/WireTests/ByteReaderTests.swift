// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite struct ByteReaderTests {
  @Test func `integers are read in both byte orders`() throws {
    var reader = ByteReader([0x12, 0x34, 0x12, 0x34, 0xFE, 0xDC, 0xBA, 0x98])
    #expect(try reader.readBigEndian("A", as: UInt16.self) == 0x1234)
    #expect(try reader.readLittleEndian("B", as: UInt16.self) == 0x3412)
    #expect(try reader.readBigEndian("C", as: UInt32.self) == 0xFEDC_BA98)
    #expect(reader.isAtEnd)
  }

  @Test func `a cut field is named with its offset, and the cursor stays`() throws {
    var reader = ByteReader([1, 2, 3])
    _ = try reader.readByte("A")
    #expect(throws: WireError(.truncated(needed: 4, available: 2), in: "DGM_ID", at: 1)) {
      try reader.readBigEndian("DGM_ID", as: UInt32.self)
    }
    #expect(reader.offset == 1)
  }

  @Test func `a slice is counted from its own start`() throws {
    let bytes: [UInt8] = [9, 9, 9, 7, 8]
    var reader = ByteReader(bytes[3...])
    #expect(try reader.readByte("A") == 7)
    #expect(reader.offset == 1)
    try reader.seek(to: 0, "B")
    #expect(try Array(reader.readBytes(2, "C")) == [7, 8])
  }

  @Test func `a terminated string ends before its NUL`() throws {
    var reader = ByteReader([0x41, 0x42, 0, 0, 0x43])
    #expect(try Array(reader.readTerminated("From")) == [0x41, 0x42])
    #expect(try Array(reader.readTerminated("To")) == [])
    #expect(throws: WireError(.unterminated, in: "Text", at: 4)) {
      try reader.readTerminated("Text")
    }
    #expect(Array(reader.readRemaining()) == [0x43])
  }

  @Test func `a string over its limit is refused and not read`() throws {
    var reader = ByteReader([0x41, 0x42, 0])
    #expect(throws: WireError(.tooLong(limit: 1), in: "From", at: 0)) {
      try reader.readTerminated("From", limit: 1)
    }
    #expect(try Array(reader.readTerminated("From", limit: 2)) == [0x41, 0x42])
  }

  @Test(arguments: [-1, 4, Int.max])
  func `a position outside the packet is refused`(offset: Int) throws {
    var reader = ByteReader([1, 2, 3])
    #expect(throws: WireError.self) { try reader.seek(to: offset, "DataOffset") }
    #expect(reader.offset == 0)
  }

  @Test func `a nested reader counts on from the outer one, and ends with its bytes`() throws {
    var outer = ByteReader([1, 2, 3, 4, 5, 6])
    _ = try outer.readBytes(2, "header")
    var inner = try outer.nested(3, "payload")
    #expect(inner.startOffset == 2 && inner.remainingCount == 3 && outer.offset == 5)
    _ = try inner.readByte("A")
    var innermost = try inner.nested(2, "text")
    _ = try innermost.readByte("B")
    #expect(throws: WireError(.truncated(needed: 4, available: 1), in: "C", at: 4)) {
      try innermost.readBigEndian("C", as: UInt32.self)
    }
    #expect(throws: WireError(.truncated(needed: 2, available: 1), in: "D", at: 5)) {
      try outer.nested(2, "D")
    }
  }

  @Test func `a position is counted from the start of the nested reader`() throws {
    var outer = ByteReader([1, 2, 3, 4])
    _ = try outer.readByte("header")
    var inner = try outer.nested(3, "payload")
    try inner.seek(to: 2, "DataOffset")
    #expect(inner.offset == 3)
    #expect(try inner.readByte("Data") == 4)
    #expect(throws: WireError(.truncated(needed: 4, available: 3), in: "DataOffset", at: 4)) {
      try inner.seek(to: 4, "DataOffset")
    }
  }

  @Test func `bytes left over are counted`() throws {
    var reader = ByteReader([1, 2, 3])
    _ = try reader.readByte("A")
    #expect(throws: WireError(.trailing(count: 2), in: "packet", at: 1)) {
      try reader.expectEnd("packet")
    }
  }

  @Test(arguments: [
    (WireError.Reason.truncated(needed: 2, available: 1), "F at byte 3: 2 bytes needed, 1 left"),
    (.unexpected(value: 255), "F at byte 3: unexpected value 0xff"),
    (.trailing(count: 2), "F at byte 3: 2 bytes too many"),
    (.tooLong(limit: 15), "F at byte 3: longer than 15 bytes"),
    (.unterminated, "F at byte 3: no terminating NUL"),
  ])
  func `an error is one line with the field's name`(reason: WireError.Reason, line: String) {
    #expect(WireError(reason, in: "F", at: 3).description == line)
  }
}
