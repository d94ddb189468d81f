// SPDX-License-Identifier: Apache-2.0

extension MessageText {
  /// Joins the blocks of an SMB message into its text, with LF between its lines.
  ///
  /// Samba cuts a text in UTF-8 before it converts each block by itself, and leaves a block in UTF-8
  /// when that fails. So: blocks that are UTF-8 together are read as that. Otherwise each block is
  /// read in UTF-8 if it can be, a character cut by its end belonging to the next one, and
  /// neighbours that cannot are read in the code page together. NULs go: some senders end a block
  /// with one. A character that the end of the text cuts becomes U+FFFD.
  ///
  /// - Parameters:
  ///   - blocks: The blocks in the order they came.
  ///   - decode: Reads bytes that are not UTF-8, in the code page of whoever sends such text.
  public static func decode(
    blocks: [[UInt8]], _ decode: @escaping (ArraySlice<UInt8>) -> String
  ) -> String {
    let blocks = blocks.map { block in block.filter { $0 != 0 } }
    if let text = String(validating: blocks.joined(), as: UTF8.self) { return normalised(text) }
    var decoder = BlockDecoder(decode)
    for block in blocks { decoder.append(block) }
    return normalised(decoder.finish())
  }

  /// Joins the blocks of an SMB message into its text, those that are not UTF-8 read in a page.
  public static func decode(blocks: [[UInt8]], codePage: CodePage) -> String {
    decode(blocks: blocks) { codePage.decode($0) }
  }
}
