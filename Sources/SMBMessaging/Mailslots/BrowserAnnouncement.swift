// SPDX-License-Identifier: Apache-2.0

public import Wire

/// The announcement that a computer writes to `\MAILSLOT\BROWSE` now and then.
///
///      0     1         2           6            22    24     28      30     32
///     +-----+---------+-----------+------------+-----+------+-------+------+-----------+---+
///     | op- | Update- | Period-   | name, NULs | OS  | Ser- | brow- | 55   | comment   | 0 |
///     | code| Count   | icity, ms | behind it  | ver.| ver- | ser   | AA   |           |   |
///     +-----+---------+-----------+------------+-----+ Type +-------+------+-----------+---+
///
/// The announcement of a domain has the domain's name in place of a computer's name, and the name of its
/// master browser in place of a comment. Source: [MS-BRWS] 2.2.1, 2.2.3 and 2.2.10.
public struct BrowserAnnouncement: WireCodable {
  /// Opcode: the kind of computer or group that is announced.
  public enum Kind: UInt8, Sendable {
    /// 0x01: a computer that announces itself.
    case host = 0x01

    /// 0x0C: a domain or workgroup, announced by its master browser.
    case domain = 0x0C

    /// 0x0F: a computer that announces itself as its workgroup's master browser.
    case localMaster = 0x0F
  }

  /// ServerType: the roles that a computer claims; 0 in the last announcement before it leaves.
  public struct ServerType: OptionSet, Sendable {
    /// The bits.
    public let rawValue: UInt32

    /// Creates a type from its bits.
    public init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// SV_TYPE_WORKSTATION.
    public static let workstation = ServerType(rawValue: 0x0000_0001)

    /// SV_TYPE_SERVER.
    public static let server = ServerType(rawValue: 0x0000_0002)

    /// SV_TYPE_MASTER_BROWSER.
    public static let masterBrowser = ServerType(rawValue: 0x0004_0000)
  }

  /// A version of two numbers.
  public struct Version: Hashable, Sendable {
    /// The number in front of the dot.
    public var major: UInt8

    /// The number behind the dot.
    public var minor: UInt8

    /// Creates a version.
    public init(_ major: UInt8, _ minor: UInt8) {
      self.major = major
      self.minor = minor
    }
  }

  /// Bytes of the name's field, its NUL included.
  private static let nameByteCount = 16

  /// The longest comment that is read, in bytes; [MS-BRWS] allows 42.
  public static let maximumCommentByteCount = 255

  /// The two bytes that mark an announcement of a browser.
  private static let signature: UInt16 = 0xAA55

  /// Opcode.
  public var kind: Kind

  /// UpdateCount, which receivers ignore.
  public var updateCount: UInt8

  /// Periodicity: when the next announcement comes, in milliseconds.
  public var periodicity: UInt32

  /// ServerName, or MachineGroup: 1…15 bytes in an OEM code page, no control bytes.
  public var name: [UInt8]

  /// OSVersionMajor and OSVersionMinor.
  public var systemVersion: Version

  /// ServerType.
  public var serverType: ServerType

  /// BrowserVersionMajor and BrowserVersionMinor.
  public var browserVersion: Version

  /// Comment, or LocalMasterBrowserName: 0…255 bytes in an OEM code page, any byte but NUL.
  public var comment: [UInt8]

  /// Creates an announcement.
  public init(
    _ kind: Kind, of name: [UInt8], every periodicity: UInt32, serverType: ServerType,
    comment: [UInt8] = [], updateCount: UInt8 = 0, systemVersion: Version = Version(4, 9),
    browserVersion: Version = Version(15, 1)
  ) {
    self.kind = kind
    self.updateCount = updateCount
    self.periodicity = periodicity
    self.name = name
    self.systemVersion = systemVersion
    self.serverType = serverType
    self.browserVersion = browserVersion
    self.comment = comment
  }

  /// Whether bytes are an announcement, and not an election, a request or a list.
  public static func isAnnouncement(_ bytes: [UInt8]) -> Bool {
    bytes.first.flatMap(Kind.init(rawValue:)) != nil
  }

  /// Reads an announcement, to the end of the packet; ignores the signature, and the bytes behind the
  /// name and behind the comment.
  ///
  /// - Throws: `WireError` about `Opcode` when it is not an announcement's; about `ServerName` when it is
  ///   empty, has no NUL behind it or holds a control byte; about `Comment` when it has no NUL behind it
  ///   or is over the limit.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    let start = reader.offset
    let opcode = try reader.readByte("Opcode")
    guard let kind = Kind(rawValue: opcode) else {
      throw WireError(.unexpected(value: UInt64(opcode)), in: "Opcode", at: start)
    }
    self.kind = kind
    updateCount = try reader.readByte("UpdateCount")
    periodicity = try reader.readLittleEndian("Periodicity")
    let offset = reader.offset
    let field = try reader.readBytes(BrowserAnnouncement.nameByteCount, "ServerName")
    name = try BrowserAnnouncement.name(in: field, at: offset)
    systemVersion = try BrowserAnnouncement.version("OSVersion", &reader)
    serverType = ServerType(rawValue: try reader.readLittleEndian("ServerType"))
    browserVersion = try BrowserAnnouncement.version("BrowserVersion", &reader)
    _ = try reader.readLittleEndian("Signature", as: UInt16.self)
    comment = Array(
      try reader.readTerminated("Comment", limit: BrowserAnnouncement.maximumCommentByteCount))
    _ = reader.readRemaining()
  }

  /// Writes the announcement.
  ///
  /// - Throws: `WireError` for a name that is empty, over 15 bytes or holds a control byte, and for
  ///   a comment that is over the limit or holds a NUL.
  public func encode(into writer: inout ByteWriter) throws(WireError) {
    writer.write(kind.rawValue)
    writer.write(updateCount)
    writer.writeLittleEndian(periodicity)
    let field =
      name + repeatElement(0, count: max(1, BrowserAnnouncement.nameByteCount - name.count))
    guard try BrowserAnnouncement.name(in: field[...], at: writer.offset) == name else {
      throw WireError(.unexpected(value: 0x20), in: "ServerName", at: writer.offset)
    }
    writer.write(contentsOf: field)
    writer.write(systemVersion.major)
    writer.write(systemVersion.minor)
    writer.writeLittleEndian(serverType.rawValue)
    writer.write(browserVersion.major)
    writer.write(browserVersion.minor)
    writer.writeLittleEndian(BrowserAnnouncement.signature)
    guard comment.count <= BrowserAnnouncement.maximumCommentByteCount else {
      throw WireError(
        .tooLong(limit: BrowserAnnouncement.maximumCommentByteCount), in: "Comment",
        at: writer.offset)
    }
    guard !comment.contains(0) else {
      throw WireError(.unexpected(value: 0), in: "Comment", at: writer.offset)
    }
    writer.writeTerminated(comment)
  }

  private static func version(
    _ field: String, _ reader: inout ByteReader
  ) throws(WireError) -> Version {
    Version(try reader.readByte(field), try reader.readByte(field))
  }

  /// The name in its field: the bytes in front of the NUL, without the spaces at their end.
  private static func name(
    in field: ArraySlice<UInt8>, at offset: Int
  ) throws(WireError) -> [UInt8] {
    var name = Array(field.prefix { $0 != 0 })
    guard name.count < nameByteCount else {
      throw WireError(.tooLong(limit: nameByteCount - 1), in: "ServerName", at: offset)
    }
    while name.last == 0x20 { name.removeLast() }
    guard !name.isEmpty else {
      throw WireError(.truncated(needed: 1, available: 0), in: "ServerName", at: offset)
    }
    if let index = name.firstIndex(where: { $0 < 0x20 || $0 == 0x7F }) {
      throw WireError(.unexpected(value: UInt64(name[index])), in: "ServerName", at: offset + index)
    }
    return name
  }
}
