// SPDX-License-Identifier: Apache-2.0

public import Wire

/// What is written to a Messenger mailslot: `From NUL To NUL Text NUL`, and our attributes behind it.
///
///     +------+---+----+---+------+---+-----------+---+-----------+---+----
///     | From | 0 | To | 0 | Text | 0 | messngr=1 | 0 | key=value | 0 | …
///     +------+---+----+---+------+---+-----------+---+-----------+---+----
///
/// There is no length, no type and no time in it. Senders of other makes leave the last NUL out, or
/// write one too many; both are read. The layout is known from captures and from many senders:
/// [MS-MSRP] 3.2.4.4 names the three fields only.
public struct MailslotBody: Equatable, Sendable {
  /// The message.
  public let message: Message

  /// The text's bytes where they were not UTF-8.
  public let rawText: [UInt8]?

  /// The largest body: two names, the largest text, and 16 KiB of attributes.
  public static let maximumByteCount = Message.maximumTextByteCount + 17_408

  /// The pair that says that attributes follow.
  private static let marker = "messngr=1"

  /// Reads a body.
  ///
  /// - Parameters:
  ///   - bytes: What was written to the mailslot.
  ///   - decode: Reads a field that is not UTF-8, in the code page of whoever sends such text.
  /// - Throws: ``WireError`` with the field `From` or `To` when one of the two NULs behind the names
  ///   is missing, and with `Text` when the text is over ``Message/maximumTextByteCount``.
  public init(
    decoding bytes: [UInt8], _ decode: (ArraySlice<UInt8>) -> String
  ) throws(WireError) {
    var reader = ByteReader(bytes)
    let from = try reader.readTerminated("From")
    let to = try reader.readTerminated("To")
    let offset = reader.offset
    let rest = reader.readRemaining()
    let text = rest.prefix { $0 != 0 }
    guard text.count <= Message.maximumTextByteCount else {
      throw WireError(.tooLong(limit: Message.maximumTextByteCount), in: "Text", at: offset)
    }
    func read(_ field: ArraySlice<UInt8>) -> String {
      String(validating: field, as: UTF8.self) ?? decode(field)
    }
    let utf8 = String(validating: text, as: UTF8.self)
    message = Message(
      from: read(from), to: read(to), text: MessageText.normalised(utf8 ?? decode(text)),
      attributes: MailslotBody.attributes(in: rest.dropFirst(text.count + 1)))
    rawText = utf8 == nil ? Array(text) : nil
  }

  /// The bytes of a message, attributes included.
  ///
  /// - Throws: ``MessageError`` when a field cannot be written.
  public static func encode(_ message: Message) throws(MessageError) -> [UInt8] {
    let (from, to, text) = (message.from.utf8, message.to.utf8, message.text.utf8)
    guard !text.isEmpty else { throw .emptyText }
    guard text.count <= Message.maximumTextByteCount else {
      throw .textTooLong(byteCount: text.count, limit: Message.maximumTextByteCount)
    }
    for (field, bytes) in [("From", from), ("To", to), ("Text", text)] where bytes.contains(0) {
      throw .nulInside(field: field)
    }
    var writer = ByteWriter(reservingCapacity: from.count + to.count + text.count + 256)
    for field in [from, to, text] { writer.writeTerminated(field) }
    writer.writeTerminated(marker.utf8)
    message.attributes.pairs.encode(into: &writer)
    guard writer.offset <= maximumByteCount else {
      throw .attributesTooLong(limit: maximumByteCount - Message.maximumTextByteCount)
    }
    return writer.bytes
  }

  private static func attributes(in bytes: ArraySlice<UInt8>) -> MessageAttributes {
    var reader = ByteReader(bytes)
    guard let first = try? reader.readTerminated("messngr"), first.elementsEqual(marker.utf8) else {
      return MessageAttributes()
    }
    return MessageAttributes(pairs: AttributePairs(decoding: &reader))
  }
}
