// SPDX-License-Identifier: Apache-2.0

/// A whole message, or a part of one, in a request over a session.
///
/// Names and text are bytes in the sender's OEM code page, which no field on the wire names.
/// Source: [MS-MSRP] 2.2.3.
public enum MessageBlock: Equatable, Sendable {
  /// 0xD0: a whole message.
  case single(originatorName: [UInt8], destinationName: [UInt8], text: [UInt8])

  /// 0xD5: a message begins.
  case start(originatorName: [UInt8], destinationName: [UInt8])

  /// 0xD7: a part of its text.
  case text(groupID: UInt16, [UInt8])

  /// 0xD6: it ends.
  case end(groupID: UInt16)

  /// The longest name that is read, in bytes.
  ///
  /// Names have 15 by the specification, but smbclient sends the host name as the user typed it.
  public static let maximumNameByteCount = 255
}
