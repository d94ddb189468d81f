// SPDX-License-Identifier: Apache-2.0

/// A message as it came over a session: bytes in a code page that no field on the wire names.
///
/// The blocks stay apart because smbclient converts each by itself: one can be UTF-8 and the next in a
/// code page, and a character can be cut in two between them.
public struct ReceivedMessage: Equatable, Sendable {
  /// The sender's name, as claimed; 0…255 bytes, no control bytes.
  public var originatorName: [UInt8]

  /// The recipient's name as the sender has it; 0…255 bytes, no control bytes.
  public var destinationName: [UInt8]

  /// The text, 0…n blocks of 1…128 bytes (more where the limits allow), without NULs.
  public var blocks: [[UInt8]]

  /// Creates a message.
  public init(originatorName: [UInt8], destinationName: [UInt8], blocks: [[UInt8]] = []) {
    self.originatorName = originatorName
    self.destinationName = destinationName
    self.blocks = blocks
  }

  /// Bytes of the text.
  public var textByteCount: Int { blocks.reduce(0) { $0 + $1.count } }
}
