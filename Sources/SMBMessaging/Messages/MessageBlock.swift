// SPDX-License-Identifier: Apache-2.0

/// What a sender of messages asks for over a session: a whole message, or a part of one.
///
/// Names and text are bytes in the sender's OEM code page; nothing on the wire says which one.
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

  /// The longest name that can be read, in bytes.
  ///
  /// Names have 15 by the specification, but smbclient sends the host as it was typed.
  public static let maximumNameByteCount = 255
}
