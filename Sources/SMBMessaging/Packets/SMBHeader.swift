// SPDX-License-Identifier: Apache-2.0

public import Wire

/// The 32 bytes in front of every SMB.
///
///      0          4         5        9       10       12         14         22         24
///     +----------+---------+--------+-------+--------+----------+----------+----------+
///     | FF 'SMB' | Command | Status | Flags | Flags2 | PID high | security | reserved |
///     +----------+---------+--------+-------+--------+----------+----------+----------+
///     | TID, 24  | PID, 26 | UID, 28         | MID, 30           |
///     +----------+---------+-----------------+-------------------+
///
/// Integers are little-endian. Messages need none of the fields behind Status; [MS-MSRP] wants them
/// zero, and smbclient fills them in. The receiver ignores them and returns them in its reply.
/// Source: [MS-CIFS] 2.2.3.1.
public struct SMBHeader: WireCodable {
  /// Bytes of a header.
  public static let byteCount = 32

  /// Where Command stands in a header.
  static let commandOffset = 4

  /// `FF 'S' 'M' 'B'`.
  private static let identifier: [UInt8] = [0xFF, 0x53, 0x4D, 0x42]

  /// The bit of Flags that marks a reply.
  static let replyFlag: UInt8 = 0x80

  /// The bit of Flags2 that makes Status one 32-bit number: SMB_FLAGS2_NT_STATUS.
  private static let statusFlag: UInt16 = 0x4000

  /// Command.
  public var command: SMBCommand

  /// Status.
  public var status: SMBStatus

  /// Flags.
  public var flags: UInt8 = 0

  /// Flags2, without the bit for the kind of Status.
  public var flags2: UInt16 = 0

  /// PID: the sender's process.
  public var processID: UInt32 = 0

  /// Security: eight bytes; in other SMBs a signature.
  public var security: UInt64 = 0

  /// TID: the tree; a message has none.
  public var treeID: UInt16 = 0

  /// UID: the session of a user who has logged in; a message has none.
  public var userID: UInt16 = 0

  /// MID: the number by which smbclient matches replies to requests.
  public var multiplexID: UInt16 = 0

  /// Creates a header that is zero but for its command.
  public init(_ command: SMBCommand, status: SMBStatus = .success) {
    self.command = command
    self.status = status
  }

  /// The header of a reply: the same identifiers, and the reply bit.
  public func reply(_ status: SMBStatus = .success) -> SMBHeader {
    var header = SMBHeader(command, status: status)
    header.flags = SMBHeader.replyFlag
    header.processID = processID
    header.treeID = treeID
    header.userID = userID
    header.multiplexID = multiplexID
    return header
  }

  /// Reads a header.
  public init(decoding reader: inout ByteReader) throws(WireError) {
    for expected in SMBHeader.identifier {
      let offset = reader.offset
      let byte = try reader.readByte("Protocol")
      guard byte == expected else {
        throw WireError(.unexpected(value: UInt64(byte)), in: "Protocol", at: offset)
      }
    }
    command = SMBCommand(rawValue: try reader.readByte("Command"))
    let bits: UInt32 = try reader.readLittleEndian("Status")
    flags = try reader.readByte("Flags")
    let flags2: UInt16 = try reader.readLittleEndian("Flags2")
    status = SMBStatus(bits, isNTStatus: flags2 & SMBHeader.statusFlag != 0)
    self.flags2 = flags2 & ~SMBHeader.statusFlag
    let processHigh: UInt16 = try reader.readLittleEndian("PIDHigh")
    security = try reader.readLittleEndian("SecurityFeatures")
    _ = try reader.readBytes(2, "Reserved")
    treeID = try reader.readLittleEndian("TID")
    processID =
      UInt32(processHigh) << 16 | UInt32(try reader.readLittleEndian("PIDLow", as: UInt16.self))
    userID = try reader.readLittleEndian("UID")
    multiplexID = try reader.readLittleEndian("MID")
  }

  /// Writes the header.
  public func encode(into writer: inout ByteWriter) {
    writer.write(contentsOf: SMBHeader.identifier)
    writer.write(command.rawValue)
    writer.writeLittleEndian(status.bits)
    writer.write(flags)
    writer.writeLittleEndian(status.isNTStatus ? flags2 | SMBHeader.statusFlag : flags2)
    writer.writeLittleEndian(UInt16(truncatingIfNeeded: processID >> 16))
    writer.writeLittleEndian(security)
    writer.writeLittleEndian(UInt16(0))
    writer.writeLittleEndian(treeID)
    writer.writeLittleEndian(UInt16(truncatingIfNeeded: processID))
    writer.writeLittleEndian(userID)
    writer.writeLittleEndian(multiplexID)
  }
}
