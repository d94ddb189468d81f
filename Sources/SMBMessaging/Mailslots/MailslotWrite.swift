// SPDX-License-Identifier: Apache-2.0

public import Wire

/// A write to a mailslot of another computer: SMB_COM_TRANSACTION in a NetBIOS datagram.
///
///      0        32   33        55        57         59   61     63       65    67
///     +--------+----+---------+---------+----------+----+------+--------+-----+---------+
///     | header | 17 | counts… | count   | offset   | 3  | 1    | prio-  | cl- | Byte-   |
///     |        |    |         | of data | of data  |    | write| rity   | ass | Count   |
///     +--------+----+---------+---------+----------+----+------+--------+-----+---------+
///     | \MAILSLOT\NAME 00, 69…  | 0…3 bytes | data                                       |
///     +-------------------------+-----------+--------------------------------------------+
///
/// Only opcode, name, offset and count matter (C94): Windows 98 fills the gap in front of the data with
/// any bytes, Samba leaves no gap. Source: [MS-MAIL] 2.2.1, [MS-CIFS] 2.2.4.33.1.
public struct MailslotWrite: WireCodable {
  /// The reliability of a write: the third setup word.
  public struct Class: RawRepresentable, Hashable, Sendable {
    /// The word.
    public let rawValue: UInt16

    /// Creates a class from its word.
    public init(rawValue: UInt16) {
      self.rawValue = rawValue
    }

    /// 1: needs a session; no known program sends it.
    public static let reliable = Class(rawValue: 1)

    /// 2: a datagram.
    public static let unreliable = Class(rawValue: 2)
  }

  /// WordCount: fourteen words and three of setup.
  private static let wordCount: UInt8 = 17

  /// SetupCount: opcode, priority and class.
  private static let setupCount: UInt8 = 3

  /// Where the name begins: behind the header, WordCount, the words and ByteCount.
  private static let nameOffset = SMBHeader.byteCount + 1 + 2 * Int(wordCount) + 2

  /// TRANS_MAILSLOT_WRITE: the first setup word.
  private static let writeOpcode: UInt16 = 1

  /// The mailslot.
  public var name: RemoteMailslotName

  /// The second setup word, 0…9; some receivers take a write of higher priority first.
  public var priority: UInt16

  /// The third setup word.
  public var mailslotClass: Class

  /// The bytes that are written.
  public var data: [UInt8]

  /// Where ``data`` begins in the packet that was read, counted from the start of the outermost packet.
  public private(set) var dataOffset = 0

  /// Creates a write.
  public init(
    to name: RemoteMailslotName, priority: UInt16 = 0, mailslotClass: Class = .unreliable,
    data: [UInt8]
  ) {
    self.name = name
    self.priority = priority
    self.mailslotClass = mailslotClass
    self.data = data
  }

  /// Where the data of a write to `name` begins in the SMB: behind the name, at a multiple of four.
  static func dataOffset(_ name: RemoteMailslotName) -> Int {
    MailslotLimit.roundedUp(nameOffset + name.bytes.count + 1)
  }

  /// Reads a write from an SMB that fills the rest of the packet; ignores the bytes behind the data.
  ///
  /// - Throws: `WireError`, about `DataOffset` when the data overlaps the name.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    // Offsets inside the SMB count from its header.
    var smb = try reader.nested(reader.remainingCount, "SMB")
    let header = try SMBHeader(decoding: &smb)
    guard header.command == .transaction else {
      throw WireError(
        .unexpected(value: UInt64(header.command.rawValue)), in: "Command",
        at: smb.startOffset + SMBHeader.commandOffset)
    }
    try MailslotWrite.expect(MailslotWrite.wordCount, "WordCount", &smb)
    let ignored = [
      ("TotalParameterCount", 2), ("TotalDataCount", 2), ("MaxParameterCount", 2),
      ("MaxDataCount", 2), ("MaxSetupCount", 1), ("Reserved1", 1), ("Flags", 2), ("Timeout", 4),
      ("Reserved2", 2), ("ParameterCount", 2), ("ParameterOffset", 2),
    ]
    for (field, byteCount) in ignored { _ = try smb.readBytes(byteCount, field) }
    let dataCount = Int(try smb.readLittleEndian("DataCount", as: UInt16.self))
    let dataOffsetOffset = smb.offset
    let dataOffset = Int(try smb.readLittleEndian("DataOffset", as: UInt16.self))
    try MailslotWrite.expect(MailslotWrite.setupCount, "SetupCount", &smb)
    _ = try smb.readByte("Reserved3")
    try MailslotWrite.expect(MailslotWrite.writeOpcode, "Setup", &smb)
    priority = try smb.readLittleEndian("Priority")
    mailslotClass = Class(rawValue: try smb.readLittleEndian("Class"))
    _ = try smb.readBytes(2, "ByteCount")
    let nameOffset = smb.offset
    let name = try smb.readTerminated("Name", limit: RemoteMailslotName.maximumByteCount)
    self.name = try RemoteMailslotName(bytes: name, at: nameOffset)
    guard smb.startOffset + dataOffset >= smb.offset else {
      throw WireError(
        .unexpected(value: UInt64(dataOffset)), in: "DataOffset", at: dataOffsetOffset)
    }
    try smb.seek(to: dataOffset, "DataOffset")
    self.dataOffset = smb.offset
    data = Array(try smb.readBytes(dataCount, "Data"))
  }

  /// Writes the SMB.
  ///
  /// - Throws: `WireError.Reason.tooLong(limit:)` when the SMB is over 65,535 bytes;
  ///   ``MailslotLimit`` has the limits of the readers.
  public func encode(into writer: inout ByteWriter) throws(WireError) {
    let start = writer.offset
    let dataOffset = MailslotWrite.dataOffset(name)
    guard let end = UInt16(exactly: dataOffset + data.count) else {
      throw WireError(.tooLong(limit: Int(UInt16.max)), in: "DataCount", at: start)
    }
    let dataCount = UInt16(data.count)
    var header = SMBHeader(.transaction)
    // What Windows clients send: caseless and canonical paths, extended attributes, no process.
    header.flags = 0x18
    header.flags2 = 0x0004
    header.processID = 0xFEFF
    header.encode(into: &writer)
    writer.write(MailslotWrite.wordCount)
    for word in [0, dataCount, 0, 0, 0, 0, 0, 0, 0, 0, UInt16(dataOffset), dataCount] {
      writer.writeLittleEndian(word)
    }
    writer.writeLittleEndian(UInt16(dataOffset))
    for word in [
      UInt16(MailslotWrite.setupCount), MailslotWrite.writeOpcode, priority, mailslotClass.rawValue,
    ] {
      writer.writeLittleEndian(word)
    }
    writer.writeLittleEndian(end - UInt16(MailslotWrite.nameOffset))
    writer.writeTerminated(name.bytes)
    let gap = dataOffset - (writer.offset - start)
    writer.write(contentsOf: repeatElement(0, count: gap))
    writer.write(contentsOf: data)
  }

  private static func expect<T: FixedWidthInteger & UnsignedInteger>(
    _ expected: T, _ field: String, _ smb: inout ByteReader
  ) throws(WireError) {
    let offset = smb.offset
    let value: T = try smb.readLittleEndian(field)
    guard value == expected else {
      throw WireError(.unexpected(value: UInt64(value)), in: field, at: offset)
    }
  }

  /// Whether two writes have the same content; ``dataOffset`` does not count.
  public static func == (left: MailslotWrite, right: MailslotWrite) -> Bool {
    left.name == right.name && left.priority == right.priority
      && left.mailslotClass == right.mailslotClass && left.data == right.data
  }
}
