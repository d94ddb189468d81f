// SPDX-License-Identifier: Apache-2.0

/// A message that has arrived: with its identifier, who really sent it, how and when.
public struct Delivery: Equatable, Sendable {
  /// What makes a second copy the same delivery: the sender's identifier, or one given on arrival.
  public let id: MessageID

  /// The message as it was decoded.
  public let message: Message

  /// The text's bytes, where they were not UTF-8 and had to be read in a code page.
  public let rawText: [UInt8]?

  /// The user the kernel names as the writer.
  public let sender: UInt32

  /// The login name of that user when the message arrived.
  public let senderName: String

  /// The way it came.
  public let origin: Origin

  /// When it arrived, by the receiver's clock.
  public let arrival: UnixTime

  /// Creates a delivery.
  public init(
    id: MessageID, message: Message, rawText: [UInt8]? = nil, sender: UInt32, senderName: String,
    origin: Origin, arrival: UnixTime
  ) {
    self.id = id
    self.message = message
    self.rawText = rawText
    self.sender = sender
    self.senderName = senderName
    self.origin = origin
    self.arrival = arrival
  }
}
