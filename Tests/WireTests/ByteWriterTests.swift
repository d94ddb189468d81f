// SPDX-License-Identifier: Apache-2.0

import Testing
import Wire

@Suite struct ByteWriterTests {
  @Test func `integers are written in both byte orders`() {
    var writer = ByteWriter()
    writer.writeBigEndian(UInt16(0x1234))
    writer.writeLittleEndian(UInt16(0x1234))
    writer.writeBigEndian(UInt32(0xFEDC_BA98))
    #expect(writer.bytes == [0x12, 0x34, 0x34, 0x12, 0xFE, 0xDC, 0xBA, 0x98])
  }

  @Test func `a length prefix counts the bytes of its body`() throws {
    var writer = ByteWriter()
    writer.write(0xFF)
    try writer.writeBigEndianLengthPrefixed("DGM_LENGTH") { $0.writeTerminated("ab".utf8) }
    #expect(writer.bytes == [0xFF, 0, 3, 0x61, 0x62, 0])
  }

  @Test func `a body too long for its length field is refused`() {
    var writer = ByteWriter()
    #expect(throws: WireError(.tooLong(limit: 65_535), in: "DGM_LENGTH", at: 0)) {
      try writer.writeBigEndianLengthPrefixed("DGM_LENGTH") { body throws(WireError) in
        body.write(contentsOf: repeatElement(0, count: 65_536))
      }
    }
  }
}
