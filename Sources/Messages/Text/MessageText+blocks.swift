// SPDX-License-Identifier: Apache-2.0

extension MessageText {
  /// The longest block of an SMB message, in bytes: [MS-MSRP] 2.2.3.1.1 and 2.2.3.3.1.
  public static let maximumBlockByteCount = 128

  /// The longest text of an SMB message or a datagram as specified, in bytes: [MS-MSRP] 3.2.4.4.
  public static let maximumSpecifiedByteCount = 652

  /// The longest text that the receivers of SMB messages show, in bytes: [MS-MSRP] notes 24, 26, 27.
  public static let maximumShownByteCount = 4095

  /// Cuts a text into the blocks of an SMB message.
  ///
  /// Line ends become 0x14. A Character's bytes stay in one block, unless they alone are over its
  /// limit. Each block but the last takes as many Characters as fit.
  ///
  /// - Parameters:
  ///   - text: The text; not empty.
  ///   - blockLimit: The longest block, in bytes; 1 or more.
  ///   - limit: The longest text, in encoded bytes.
  ///   - encode: Writes a Character in the receiver's code page.
  /// - Throws: ``MessageError/emptyText``, ``MessageError/nulInside(field:)`` or
  ///   ``MessageError/textTooLong(byteCount:limit:)``.
  public static func blocks(
    of text: String, blockLimit: Int = maximumBlockByteCount, limit: Int = maximumShownByteCount,
    _ encode: (Character) -> [UInt8]
  ) throws(MessageError) -> [[UInt8]] {
    let blockLimit = max(blockLimit, 1)
    var blocks: [[UInt8]] = []
    var byteCount = 0
    for character in withDC4(text) {
      let bytes = encode(character)
      guard !bytes.contains(0) else { throw .nulInside(field: "Text") }
      byteCount += bytes.count
      if bytes.count > blockLimit - (blocks.last?.count ?? blockLimit) { blocks.append([]) }
      append(bytes, to: &blocks, blockLimit: blockLimit)
    }
    guard !blocks.isEmpty else { throw .emptyText }
    guard byteCount <= limit else { throw .textTooLong(byteCount: byteCount, limit: limit) }
    return blocks
  }

  /// Cuts a text into the blocks of an SMB message, in a single-byte code page.
  ///
  /// - Throws: As for any other encoding.
  public static func blocks(
    of text: String, codePage: CodePage, blockLimit: Int = maximumBlockByteCount,
    limit: Int = maximumShownByteCount
  ) throws(MessageError) -> [[UInt8]] {
    var encoder = CodePageEncoder(codePage)
    return try blocks(of: text, blockLimit: blockLimit, limit: limit) { character in
      var bytes: [UInt8] = []
      encoder.append(character, to: &bytes)
      return bytes
    }
  }

  private static func append(_ bytes: [UInt8], to blocks: inout [[UInt8]], blockLimit: Int) {
    for byte in bytes {
      if blocks[blocks.count - 1].count == blockLimit { blocks.append([]) }
      blocks[blocks.count - 1].append(byte)
    }
  }

  /// Joins the blocks of an SMB message into its text, with LF between its lines.
  ///
  /// Samba cuts a text in UTF-8 before it converts each block by itself, and leaves a block in UTF-8
  /// when the conversion fails. So blocks that are UTF-8 together are read as UTF-8. Otherwise each block
  /// that is UTF-8 is read as UTF-8, where a character cut by the block's end belongs to the next block;
  /// adjacent blocks that are not are read together in the code page. NULs are removed, because some
  /// senders end a block with one. A character that the end of the text cuts becomes U+FFFD.
  ///
  /// - Parameters:
  ///   - blocks: The blocks in the order they came.
  ///   - decode: Reads bytes that are not UTF-8, in the sender's presumed code page.
  public static func decode(
    blocks: [[UInt8]], _ decode: @escaping (ArraySlice<UInt8>) -> String
  ) -> String {
    let blocks = blocks.map { block in block.filter { $0 != 0 } }
    if let text = String(validating: blocks.joined(), as: UTF8.self) { return normalised(text) }
    var decoder = BlockDecoder(decode)
    for block in blocks { decoder.append(block) }
    return normalised(decoder.finish())
  }

  /// Joins the blocks of an SMB message into its text; reads those that are not UTF-8 in a code page.
  public static func decode(blocks: [[UInt8]], codePage: CodePage) -> String {
    decode(blocks: blocks) { codePage.decode($0) }
  }
}
