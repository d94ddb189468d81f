// SPDX-License-Identifier: Apache-2.0

import Messages
import Testing

@Suite struct MessageTextBlocksTests {
  @Test(
    arguments: [
      (1, [1]), (127, [127]), (128, [128]), (129, [128, 1]), (256, [128, 128]),
      (652, [128, 128, 128, 128, 128, 12]),
    ] as [(Int, [Int])])
  func `a text is cut into blocks of 128 bytes`(count: Int, blocks: [Int]) throws {
    let text = String(repeating: "é", count: count)
    let cut = try MessageText.blocks(of: text, codePage: .cp850)
    #expect(cut.map(\.count) == blocks)
    #expect(MessageText.decode(blocks: cut, codePage: .cp850) == text)
  }

  @Test(arguments: ["HI\nBOB", "HI\r\nBOB", "HI\n\rBOB", "HI\rBOB", "HI\u{14}BOB"])
  func `every line end is one DC4`(text: String) throws {
    #expect(
      try MessageText.blocks(of: text, codePage: .cp437)
        == [[0x48, 0x49, 0x14, 0x42, 0x4F, 0x42]])
  }

  @Test func `a double-byte Character stays in one block`() throws {
    let text = "a" + String(repeating: "日", count: 6)
    let cut = try MessageText.blocks(of: text, blockLimit: 4) { doubled($0) }
    #expect(cut.map(\.count) == [3, 4, 4, 2])
  }

  @Test func `a Character longer than a block is cut`() throws {
    let cut = try MessageText.blocks(of: "ab日", blockLimit: 3) { character in
      character == "日" ? [1, 2, 3, 4, 5, 6, 7] : doubled(character)
    }
    #expect(cut == [[0x61, 0x62], [1, 2, 3], [4, 5, 6], [7]])
    #expect(try MessageText.blocks(of: "ab", codePage: .cp437, blockLimit: 0).count == 2)
  }

  @Test(arguments: [
    ("", MessageError.emptyText), ("a\0b", .nulInside(field: "Text")),
    (String(repeating: "é", count: 4096), .textTooLong(byteCount: 4096, limit: 4095)),
  ])
  func `a text that is too long is refused and not cut`(text: String, error: MessageError) {
    #expect(throws: error) { try MessageText.blocks(of: text, codePage: .cp437) }
  }

  @Test func `a text may have exactly as many bytes as the limit`() throws {
    let text = String(repeating: "é", count: 652)
    let limit = MessageText.maximumSpecifiedByteCount
    #expect(try MessageText.blocks(of: text, codePage: .cp437, limit: limit).count == 6)
    #expect(throws: MessageError.textTooLong(byteCount: 653, limit: 652)) {
      try MessageText.blocks(of: text + "é", codePage: .cp437, limit: limit)
    }
    #expect(try MessageText.blocks(of: text + text, codePage: .cp437).count == 11)
  }

  /// A stand-in for a double-byte page: ASCII in one byte, all else in two.
  private func doubled(_ character: Character) -> [UInt8] {
    character.asciiValue.map { [$0] } ?? [0x93, 0xFA]
  }
}
