// SPDX-License-Identifier: Apache-2.0

import Wire

/// Status of an SMB: success, or one of two kinds of error.
///
///     +-------+---+-----------+        +--------------------+
///     | class | 0 | code (LE) |   or   | NT status (LE)     |
///     +-------+---+-----------+        +--------------------+
///
/// A bit of Flags2 tells which. Messngr sends the first kind, which every client knows.
/// Source: [MS-CIFS] 2.2.2.4; the messaging codes are reserved in Microsoft's SMB 6.0p.
public struct SMBStatus: Hashable, Sendable {
  /// The 32 bits.
  let bits: UInt32

  /// Whether ``bits`` are an NT status.
  let isNTStatus: Bool

  init(_ bits: UInt32, isNTStatus: Bool) {
    self.bits = bits
    self.isNTStatus = isNTStatus
  }

  /// Creates an error of a class and a code.
  public init(errorClass: UInt8, code: UInt16) {
    self.init(UInt32(errorClass) | UInt32(code) << 16, isNTStatus: false)
  }

  /// Creates an NT status.
  public init(ntStatus: UInt32) {
    self.init(ntStatus, isNTStatus: true)
  }

  /// No error.
  public static let success = SMBStatus(errorClass: 0, code: 0)

  /// ERRDOS/71, ERRreqnotaccep: smbd without a `message command`.
  public static let requestNotAccepted = SMBStatus(errorClass: 1, code: 71)

  /// ERRDOS/87, ERRinvalidparam: text or an end without a start.
  public static let invalidParameter = SMBStatus(errorClass: 1, code: 87)

  /// ERRSRV/22, ERRunknownsmb: no such command.
  public static let unknownCommand = SMBStatus(errorClass: 2, code: 22)

  /// ERRSRV/81, ERRpaused: the messenger is paused.
  public static let paused = SMBStatus(errorClass: 2, code: 81)

  /// ERRSRV/82, ERRmsgoff: the messenger takes no messages.
  public static let messagesOff = SMBStatus(errorClass: 2, code: 82)

  /// ERRSRV/83, ERRnoroom: no room for the message.
  public static let noRoom = SMBStatus(errorClass: 2, code: 83)

  /// ERRSRV/87, ERRrmuns: too many names.
  public static let tooManyNames = SMBStatus(errorClass: 2, code: 87)

  /// Whether there is no error, in either kind.
  public var isSuccess: Bool { bits == 0 }
}

extension SMBStatus: CustomStringConvertible {
  /// The status in the form of the documentation: `ERRSRV/82`, `0xc00000d0`.
  public var description: String {
    guard !isSuccess else { return "success" }
    guard !isNTStatus else { return "0x\(String(bits, radix: 16))" }
    let name =
      switch bits & 0xFF {
      case 1: "ERRDOS"
      case 2: "ERRSRV"
      case let number: "class \(number)"
      }
    return "\(name)/\(bits >> 16)"
  }
}
