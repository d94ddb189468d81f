// SPDX-License-Identifier: Apache-2.0

public import Wire

/// An SMB that carries a message or a part of one.
///
///     0xD0  WordCount 0            04 From 00  04 To 00  01 length text
///     0xD5  WordCount 0            04 From 00  04 To 00
///     0xD7  WordCount 1: group                           01 length text
///     0xD6  WordCount 1: group
///
/// Source: [MS-MSRP] 2.2.3.
public struct MessageRequest: WireCodable {
  /// The header, with the command of the block.
  public let header: SMBHeader

  /// The message, or the part of one, that it carries.
  public let block: MessageBlock

  /// Creates a request with a header that is zero but for its command.
  public init(_ block: MessageBlock) {
    header = SMBHeader(block.command)
    self.block = block
  }

  /// Reads a request.
  ///
  /// NULs in the text are left out: [MS-MSRP] ends each block with one, Samba sends none. Bytes behind
  /// the last field are ignored, as in smbd.
  ///
  /// - Throws: `WireError`; about `Command` when it is none of the four.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    let packet = try SMBPacket(decoding: &reader)
    header = packet.header
    var bytes = ByteReader(packet.bytes, at: packet.bytesOffset)
    block = try MessageBlock(packet, &bytes)
  }

  /// Writes the request.
  ///
  /// - Throws: `WireError`; about `OriginatorName` or `DestinationName` when it holds a NUL.
  public func encode(into writer: inout ByteWriter) throws(WireError) {
    var bytes = ByteWriter()
    var words: [UInt16] = []
    switch block {
    case .single(let from, let to, let text):
      try SMBBuffer.writeName(from, "OriginatorName", into: &bytes)
      try SMBBuffer.writeName(to, "DestinationName", into: &bytes)
      try SMBBuffer.writeData(text, "Text", into: &bytes)
    case .start(let from, let to):
      try SMBBuffer.writeName(from, "OriginatorName", into: &bytes)
      try SMBBuffer.writeName(to, "DestinationName", into: &bytes)
    case .text(let groupID, let text):
      words = [groupID]
      try SMBBuffer.writeData(text, "Text", into: &bytes)
    case .end(let groupID): words = [groupID]
    }
    try SMBPacket(header, words: words, bytes: bytes.bytes).encode(into: &writer)
  }
}

extension MessageBlock {
  fileprivate var command: SMBCommand {
    switch self {
    case .single: .singleBlock
    case .start: .multiBlockStart
    case .text: .multiBlockText
    case .end: .multiBlockEnd
    }
  }

  fileprivate init(_ packet: SMBPacket, _ reader: inout ByteReader) throws(WireError) {
    switch packet.header.command {
    case .singleBlock:
      try packet.expectWords(0)
      self = .single(
        originatorName: try MessageBlock.name("OriginatorName", &reader),
        destinationName: try MessageBlock.name("DestinationName", &reader),
        text: try MessageBlock.text(&reader))
    case .multiBlockStart:
      try packet.expectWords(0)
      self = .start(
        originatorName: try MessageBlock.name("OriginatorName", &reader),
        destinationName: try MessageBlock.name("DestinationName", &reader))
    case .multiBlockText:
      try packet.expectWords(1)
      self = .text(groupID: packet.words[0], try MessageBlock.text(&reader))
    case .multiBlockEnd:
      try packet.expectWords(1)
      self = .end(groupID: packet.words[0])
    case let other:
      throw WireError(
        .unexpected(value: UInt64(other.rawValue)), in: "Command", at: packet.commandOffset)
    }
  }

  private static func name(
    _ field: String, _ reader: inout ByteReader
  ) throws(WireError) -> [UInt8] {
    try SMBBuffer.readName(field, limit: maximumNameByteCount, &reader)
  }

  private static func text(_ reader: inout ByteReader) throws(WireError) -> [UInt8] {
    try SMBBuffer.readData("Text", &reader).filter { $0 != 0 }
  }
}
