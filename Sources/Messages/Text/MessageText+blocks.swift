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
  /// limit. All but the last block are as full as that allows.
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
}
