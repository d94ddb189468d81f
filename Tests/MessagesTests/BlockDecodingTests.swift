// SPDX-License-Identifier: Apache-2.0

import Messages
import TestSupport
import Testing

@Suite struct BlockDecodingTests {
  /// The blocks that `smbclient -M` makes of a text: 127 bytes of UTF-8, each converted by itself.
  private func samba(_ text: String, _ page: CodePage, blockLimit: Int = 127) -> [[UInt8]] {
    let bytes = Array(text.utf8)
    return stride(from: 0, to: bytes.count, by: blockLimit).map { start in
      let block = Array(bytes[start..<min(start + blockLimit, bytes.count)])
      guard let text = String(validating: block, as: UTF8.self) else { return block }
      let (bytes, replacementCount) = page.encode(text)
      return replacementCount == 0 ? bytes : block
    }
  }

  @Test(arguments: [
    "hi", "Grüße aus Köln", "two\r\nlines\r\n", "日本語", "“quoted” é",
    String(repeating: "é", count: 500), String(repeating: "aé", count: 200),
    String(repeating: "x", count: 126) + "é" + String(repeating: "y", count: 300),
    String(repeating: "é", count: 63) + "日" + String(repeating: "ü", count: 100),
    String(repeating: "ü", count: 60) + String(repeating: "→ü", count: 60) + "ö",
    String(repeating: "🦊", count: 100), "x" + String(repeating: "🦊é", count: 100),
  ])
  func `the text given to smbclient is read`(text: String) {
    let read = MessageText.decode(blocks: samba(text, .cp850), codePage: .cp850)
    #expect(read == MessageText.normalised(text))
  }

  @Test(arguments: 1...12) func `a text is read back from blocks of any length`(blockLimit: Int) {
    let text = "Straße → 日本 🦊 ok, ä"
    let blocks = samba(text, .cp1252, blockLimit: blockLimit)
    #expect(blocks.count == (text.utf8.count + blockLimit - 1) / blockLimit)
    if blockLimit > 4 {
      #expect(MessageText.decode(blocks: blocks, codePage: .cp1252) == text)
    }
  }

  @Test(
    arguments: [
      ([], ""), ([[]], ""), ([[0]], ""), ([[0x61, 0], [0x62, 0, 0]], "ab"),
      // "ß" in CP850 is the first byte of a UTF-8 character: at the end, and before another block.
      ([[0x61, 0xE1]], "aß"), ([[0x61, 0xE1], [0x62]], "aßb"), ([[0xE1], [0xE1], [0xE1]], "ßßß"),
      ([[0xE1], [0xC3, 0xBC]], "ßü"), ([[0xC3], [0xBC, 0x81]], "├╝ü"),
      // A character over two cuts, and one that the end of the text cuts.
      ([[0x81], [0xE2], [0x86], [0x92]], "ü→"), ([[0xC3, 0xBC, 0xC3]], "ü\u{FFFD}"),
      ([[0x81], [0xC3, 0xBC, 0xE2, 0x86]], "üü\u{FFFD}"),
      // Line ends over a cut.
      ([[0x81, 0x0D], [0x0A, 0x62]], "ü\nb"), ([[0x61, 0x14], [0x14, 0x62]], "a\n\nb"),
    ] as [([[UInt8]], String)])
  func `blocks that are UTF-8 are read as UTF-8`(blocks: [[UInt8]], text: String) {
    #expect(MessageText.decode(blocks: blocks, codePage: .cp850) == text)
  }

  @Test func `the code page gets a cut double-byte character whole`() {
    var runs: [[UInt8]] = []
    let blocks: [[UInt8]] = [
      [0x61, 0x93], [0xFA, 0x83], [0x41, 0x62], [0xC3, 0xBC], [0x93, 0xFA],
    ]
    let text = MessageText.decode(blocks: blocks) { run in
      runs.append(Array(run))
      return "<\(run.count)>"
    }
    #expect(runs == [[0x61, 0x93, 0xFA, 0x83, 0x41, 0x62], [0x93, 0xFA]])
    #expect(text == "<6>ü<2>")
  }

  @Test(arguments: 0..<200) func `random blocks do not trap`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<50 {
      let blocks = (0..<Int.random(in: 0...6, using: &random)).map { _ in
        random.bytes(upTo: 8)
      }
      let text = MessageText.decode(blocks: blocks, codePage: .cp437)
      #expect(!text.utf8.contains(0))
    }
  }
}
