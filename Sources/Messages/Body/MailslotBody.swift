// SPDX-License-Identifier: Apache-2.0

public import Wire

/// The bytes in a Messenger mailslot: `From NUL To NUL Text NUL`, and Messngr's attributes behind it.
///
///     +------+---+----+---+------+---+-----------+---+-----------+---+----
///     | From | 0 | To | 0 | Text | 0 | messngr=1 | 0 | key=value | 0 | …
///     +------+---+----+---+------+---+-----------+---+-----------+---+----
///
/// It has no length, no type and no time. Some senders leave out the last NUL, or write one too many;
/// both are read. The layout is known from captures: [MS-MSRP] 3.2.4.4 names only the three fields.
public struct MailslotBody: Equatable, Sendable {
  /// The message.
  public let message: Message

  /// The text's bytes where they were not UTF-8.
  public let rawText: [UInt8]?

  /// The most bytes that attributes may have, with their marker and all NULs: 16 KiB.
  public static let maximumAttributeByteCount = 16_384

  /// How many of these bytes stay free for ``addressed(_:to:)``: `for=4294967295` and a NUL.
  private static let addresseeByteCount = 15

  /// The largest body: two names, the largest text, three NULs, and the attributes.
  public static let maximumByteCount =
    2 * MessageName.maximumByteCount + Message.maximumTextByteCount + 3 + maximumAttributeByteCount

  /// The pair that marks the others as attributes.
  private static let marker = "messngr=1"

  /// Reads a body.
  ///
  /// An empty text is not an error.
  ///
  /// - Parameters:
  ///   - bytes: One write to the mailslot.
  ///   - decode: Reads a field that is not UTF-8, in the sender's presumed code page.
  /// - Throws: `WireError` with the field `From` or `To` when one of the two NULs behind the names
  ///   is missing or the name is over ``MessageName/maximumByteCount``, with `Text` when the text is
  ///   over ``Message/maximumTextByteCount``, with `messngr` when the attributes are over
  ///   ``maximumAttributeByteCount``.
  public init(
    decoding bytes: [UInt8], _ decode: (ArraySlice<UInt8>) -> String
  ) throws(WireError) {
    var reader = ByteReader(bytes)
    let from = try reader.readTerminated("From", limit: MessageName.maximumByteCount)
    let to = try reader.readTerminated("To", limit: MessageName.maximumByteCount)
    let offset = reader.offset
    let rest = reader.readRemaining()
    let text = rest.prefix { $0 != 0 }
    guard text.count <= Message.maximumTextByteCount else {
      throw WireError(.tooLong(limit: Message.maximumTextByteCount), in: "Text", at: offset)
    }
    let behind = rest.dropFirst(text.count + 1)
    let pairs = AttributePairs(decoding: behind, after: MailslotBody.marker)
    guard pairs == nil || behind.count <= MailslotBody.maximumAttributeByteCount else {
      throw WireError(
        .tooLong(limit: MailslotBody.maximumAttributeByteCount), in: "messngr",
        at: offset + text.count + 1)
    }
    func read(_ field: ArraySlice<UInt8>) -> String {
      String(utf8: field) ?? decode(field)
    }
    let utf8 = String(utf8: text)
    message = Message(
      from: read(from), to: read(to), text: MessageText.normalised(utf8 ?? decode(text)),
      attributes: pairs.map { MessageAttributes(pairs: $0) } ?? MessageAttributes())
    rawText = utf8 == nil ? Array(text) : nil
  }

  /// The bytes of a message, attributes included.
  ///
  /// A message without a text can only retract another one, or be a report.
  ///
  /// - Parameter rawText: The bytes of the text, where they are not UTF-8: the reader knows the code page.
  /// - Throws: ``MessageError`` when a field cannot be written.
  public static func encode(
    _ message: Message, rawText: [UInt8]? = nil
  ) throws(MessageError) -> [UInt8] {
    let pairs = message.attributes.pairs
    for (key, value) in pairs.pairs where value.utf8.contains(0) { throw .nulInside(field: key) }
    for (field, name) in [("From", message.from), ("To", message.to)] {
      let (count, limit) = (name.utf8.count, MessageName.maximumByteCount)
      guard count <= limit else {
        throw .nameTooLong(field: field, byteCount: count, limit: limit)
      }
    }
    let bytes = rawText ?? Array(message.text.utf8)
    let (count, limit) = (bytes.count, Message.maximumTextByteCount)
    guard
      !MessageText.isBlank(message.text) || message.attributes.retracts != nil
        || message.attributes.isReport
    else {
      throw .emptyText
    }
    guard count <= limit else { throw .textTooLong(byteCount: count, limit: limit) }
    var writer = ByteWriter(reservingCapacity: count + 256)
    try write(Array(message.from.utf8), "From", to: &writer)
    try write(Array(message.to.utf8), "To", to: &writer)
    try write(bytes, "Text", to: &writer)
    let start = writer.offset
    pairs.encode(into: &writer, after: marker)
    let attributeLimit = maximumAttributeByteCount - addresseeByteCount
    guard writer.offset - start <= attributeLimit else {
      throw .attributesTooLong(limit: attributeLimit)
    }
    return writer.bytes
  }

  private static func write(
    _ bytes: [UInt8], _ field: String, to writer: inout ByteWriter
  ) throws(MessageError) {
    guard !bytes.contains(0) else { throw .nulInside(field: field) }
    writer.writeTerminated(bytes)
  }

  /// A body that names its recipient, as a spool requires.
  ///
  /// - Parameters:
  ///   - body: What ``encode(_:)`` returned.
  ///   - userID: The owner of the spool; it replaces an earlier ``MessageAttributes/addressee``.
  public static func addressed(_ body: [UInt8], to userID: UInt32) -> [UInt8] {
    body + Array("for=\(userID)\0".utf8)
  }
}
