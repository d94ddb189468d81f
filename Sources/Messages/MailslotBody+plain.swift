// SPDX-License-Identifier: Apache-2.0

import Wire

extension MailslotBody {
  /// The largest body that a datagram between computers carries, in bytes: [MS-MAIL] note 2.
  ///
  /// Two names of 15 bytes leave 391 of them for the text.
  public static let maximumPlainByteCount = 424

  /// The body as the old network has it: no attributes, and 0x14 for a line end.
  ///
  /// - Parameters:
  ///   - message: The message, of which the attributes stay behind.
  ///   - encode: Writes a field in the receivers' code page.
  /// - Throws: ``MessageError`` when a name is over ``MessageName/maximumLegacyByteCount``, the body
  ///   over ``maximumPlainByteCount``, or a field cannot be written.
  public static func encodePlain(
    _ message: Message, _ encode: (String) -> [UInt8]
  ) throws(MessageError) -> [UInt8] {
    try writeFields(
      of: message, nameLimit: MessageName.maximumLegacyByteCount, textLimit: .max,
      limit: maximumPlainByteCount
    ) { field in
      encode(MessageText.withDC4(field))
    }.bytes
  }

  /// The body as the old network has it, in a single-byte code page; `?` for what the page lacks.
  ///
  /// - Throws: As for any other encoding.
  public static func encodePlain(
    _ message: Message, codePage: CodePage
  ) throws(MessageError) -> [UInt8] {
    var encoder = CodePageEncoder(codePage)
    return try encodePlain(message) { encoder.encode($0) }
  }

  /// Writes `From NUL To NUL Text NUL` where each of the three is within its limit, and all are.
  static func writeFields(
    of message: Message, nameLimit: Int, textLimit: Int, limit: Int, _ encode: (String) -> [UInt8]
  ) throws(MessageError) -> ByteWriter {
    let names = [("From", encode(message.from)), ("To", encode(message.to))]
    let text = encode(message.text)
    for (field, bytes) in names where bytes.count > nameLimit {
      throw .nameTooLong(field: field, byteCount: bytes.count, limit: nameLimit)
    }
    let textLimit = min(textLimit, limit - names.reduce(3) { $0 + $1.1.count })
    guard !text.isEmpty else { throw .emptyText }
    guard text.count <= textLimit else {
      throw .textTooLong(byteCount: text.count, limit: textLimit)
    }
    var writer = ByteWriter(reservingCapacity: text.count + 256)
    for (field, bytes) in names + [("Text", text)] {
      guard !bytes.contains(0) else { throw .nulInside(field: field) }
      writer.writeTerminated(bytes)
    }
    return writer
  }
}
