// SPDX-License-Identifier: Apache-2.0

/// A message: who says that he sends it, whom it is for, and what it says.
public struct Message: Equatable, Sendable {
  /// The longest local text, in bytes of UTF-8: 64 KiB.
  public static let maximumTextByteCount = 65_536

  /// The sender's name as claimed, which nothing proves.
  public var from: String

  /// The recipient's name as the sender wrote it.
  public var to: String

  /// The text, with LF between its lines.
  public var text: String

  /// What our own sender says beyond that.
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
