// SPDX-License-Identifier: Apache-2.0

/// The commands of SMB that carry messages.
///
/// 0xD2 to 0xD4, which forwarded messages to another computer, are obsolete; no server answers them.
/// Source: [MS-CIFS] 2.2.2.1, [MS-MSRP] 2.2.3.
public struct SMBCommand: RawRepresentable, Hashable, Sendable {
  /// The byte.
  public let rawValue: UInt8

  /// Creates a command from its byte.
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// 0x25, SMB_COM_TRANSACTION: in a datagram a mailslot write.
  public static let transaction = SMBCommand(rawValue: 0x25)

  /// 0xD0: a whole message in one block.
  public static let singleBlock = SMBCommand(rawValue: 0xD0)

  /// 0xD5: a message in several blocks begins.
  public static let multiBlockStart = SMBCommand(rawValue: 0xD5)

  /// 0xD6: it ends.
  public static let multiBlockEnd = SMBCommand(rawValue: 0xD6)

  /// 0xD7: one block of its text.
  public static let multiBlockText = SMBCommand(rawValue: 0xD7)
}

extension SMBCommand: CustomStringConvertible {
  /// The command in hexadecimal.
  public var description: String { "SMB command 0x\(String(rawValue, radix: 16))" }
}
