// SPDX-License-Identifier: Apache-2.0

/// A message: its claimed sender, its recipient and its text.
public struct Message: Equatable, Sendable {
  /// The longest local text, in bytes of UTF-8: 64 KiB.
  public static let maximumTextByteCount = 65_536

  /// The sender's name as claimed, without proof.
  public var from: String

  /// The recipient's name as the sender wrote it.
  public var to: String

  /// The text, with LF between its lines.
  public var text: String

  /// The attributes that Messngr's own sender adds.
  public var attributes: MessageAttributes

  /// Creates a message.
  public init(
    from: String, to: String, text: String, attributes: MessageAttributes = MessageAttributes()
  ) {
    self.from = from
    self.to = to
    self.text = text
    self.attributes = attributes
  }
}
