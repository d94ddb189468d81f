// SPDX-License-Identifier: Apache-2.0

import Messages
public import Wire

/// The data of a write to `\MAILSLOT\MESSNGR` of another computer: three strings in an OEM code page.
///
///     +------+---+----+---+------+---+
///     | From | 0 | To | 0 | Text | 0 |
///     +------+---+----+---+------+---+
///
/// `MailslotBody` also reads attributes behind the text, which only local senders may add. This type
/// reads the bodies that come from the network.
/// Source: [MS-MSRP] 3.2.4.4 (C100) and captures.
public struct MessengerBody: WireCodable {
  /// From: the sender, as claimed.
  public var from: [UInt8]

  /// To: a name, or the name of a workgroup.
  public var to: [UInt8]

  /// Text.
  public var text: [UInt8]

  /// Creates a body.
  public init(from: [UInt8], to: [UInt8], text: [UInt8]) {
    self.from = from
    self.to = to
    self.text = text
  }

  /// Reads a body, to the end of the packet.
  ///
  /// The last NUL may be missing; bytes behind it are ignored.
  ///
  /// - Throws: `WireError` about `From` or `To` when it has no NUL behind it, is over 15 bytes without
  ///   the spaces around it, or holds a control byte; about `Text` when it is over the limit.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    from = try MessengerBody.name("From", &reader)
    to = try MessengerBody.name("To", &reader)
    let offset = reader.offset
    text = Array(reader.readRemaining().prefix { $0 != 0 })
    guard text.count <= MessageText.maximumSpecifiedByteCount else {
      throw WireError(
        .tooLong(limit: MessageText.maximumSpecifiedByteCount), in: "Text", at: offset)
    }
  }

  /// Writes the body.
  ///
  /// - Throws: `WireError` for a name over 15 bytes, a text over the limit, or a NUL in either.
  public func encode(into writer: inout ByteWriter) throws(WireError) {
    for (field, bytes, limit) in [
      ("From", from, MessageName.maximumLegacyByteCount),
      ("To", to, MessageName.maximumLegacyByteCount),
      ("Text", text, MessageText.maximumSpecifiedByteCount),
    ] {
      guard bytes.count <= limit else {
        throw WireError(.tooLong(limit: limit), in: field, at: writer.offset)
      }
      guard !bytes.contains(0) else {
        throw WireError(.unexpected(value: 0), in: field, at: writer.offset)
      }
      writer.writeTerminated(bytes)
    }
  }

  private static func name(
    _ field: String, _ reader: inout ByteReader
  ) throws(WireError) -> [UInt8] {
    let offset = reader.offset
    let name = try reader.readName(field, limit: .max).drop { $0 == 0x20 }
    let end = name.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? name.startIndex
    guard end - name.startIndex <= MessageName.maximumLegacyByteCount else {
      throw WireError(.tooLong(limit: MessageName.maximumLegacyByteCount), in: field, at: offset)
    }
    return Array(name[..<end])
  }
}
