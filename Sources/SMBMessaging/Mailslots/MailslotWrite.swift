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
/// Only opcode, name, offset and count are looked at (C94): Windows 98 fills the gap in front of the
/// data with something, Samba leaves none. Source: [MS-MAIL] 2.2.1, [MS-CIFS] 2.2.4.33.1.
public struct MailslotWrite: WireCodable {
  /// What a write promises: the third setup word.
  public struct Class: RawRepresentable, Hashable, Sendable {
    /// The word.
    public let rawValue: UInt16

    /// Creates a class from its word.
    public init(rawValue: UInt16) {
      self.rawValue = rawValue
    }

    /// 1: needs a session; nothing sends it.
    public static let reliable = Class(rawValue: 1)

    /// 2: a datagram.
    public static let unreliable = Class(rawValue: 2)
  }

  /// Where the name begins.
  private static let nameOffset = 69

  /// WordCount: fourteen words and three of setup.
  private static let wordCount: UInt8 = 17

  /// TRANS_MAILSLOT_WRITE: the first setup word.
  private static let writeOpcode: UInt16 = 1

  /// The mailslot.
  public var name: RemoteMailslotName

  /// The second setup word, 0…9; the higher, the sooner, for those who look at it.
  public var priority: UInt16

  /// The third setup word.
  public var mailslotClass: Class

  /// What is written.
  public var data: [UInt8]

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

  /// Where the data of a write to `name` begins: behind the name, at a multiple of four.
  static func dataOffset(_ name: RemoteMailslotName) -> Int {
    MailslotLimit.roundedUp(nameOffset + name.bytes.count + 1)
  }

  /// Reads a write from an SMB that fills the rest of the packet; what follows the data is not looked
  /// at.
  ///
  /// - Throws: ``WireError``, about `DataOffset` when the data overlaps the name.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    var smb = ByteReader(reader.readRemaining())
    let header = try SMBHeader(decoding: &smb)
    guard header.command == .transaction else {
      throw WireError(.unexpected(value: UInt64(header.command.rawValue)), in: "Command", at: 4)
    }
    try MailslotWrite.expect(MailslotWrite.wordCount, try smb.readByte("WordCount"), "WordCount")
    try smb.seek(to: 55, "DataCount")
    let dataCount = Int(try smb.readLittleEndian("DataCount", as: UInt16.self))
    let dataOffset = Int(try smb.readLittleEndian("DataOffset", as: UInt16.self))
    try MailslotWrite.expect(3 as UInt8, try smb.readByte("SetupCount"), "SetupCount", at: 59)
    try smb.seek(to: 61, "Setup")
    let opcode: UInt16 = try smb.readLittleEndian("Setup")
    try MailslotWrite.expect(MailslotWrite.writeOpcode, opcode, "Setup", at: 61)
    priority = try smb.readLittleEndian("Priority")
    mailslotClass = Class(rawValue: try smb.readLittleEndian("Class"))
    _ = try smb.readBytes(2, "ByteCount")
    let name = try smb.readTerminated("Name", limit: RemoteMailslotName.maximumByteCount)
    self.name = try RemoteMailslotName(bytes: name, at: MailslotWrite.nameOffset)
    guard dataOffset >= smb.offset else {
      throw WireError(.unexpected(value: UInt64(dataOffset)), in: "DataOffset", at: 57)
    }
    try smb.seek(to: dataOffset, "DataOffset")
    data = Array(try smb.readBytes(dataCount, "Data"))
  }

  /// Writes the SMB.
  ///
  /// - Throws: ``WireError/Reason/tooLong(limit:)`` when the SMB is over 65,535 bytes;
  ///   ``MailslotLimit`` says what others can read.
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
    for word in [3, MailslotWrite.writeOpcode, priority, mailslotClass.rawValue] {
      writer.writeLittleEndian(word)
    }
    writer.writeLittleEndian(end - UInt16(MailslotWrite.nameOffset))
    writer.writeTerminated(name.bytes)
    let gap = dataOffset - (writer.offset - start)
    writer.write(contentsOf: repeatElement(0, count: gap))
    writer.write(contentsOf: data)
  }

  private static func expect<T: UnsignedInteger>(
    _ expected: T, _ value: T, _ field: String, at offset: Int = SMBHeader.byteCount
  ) throws(WireError) {
    guard value == expected else {
      throw WireError(.unexpected(value: UInt64(value)), in: field, at: offset)
    }
  }
}
