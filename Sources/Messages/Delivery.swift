// SPDX-License-Identifier: Apache-2.0

/// A message that has arrived, with its identifier, its proven sender, its way and its time.
public struct Delivery: Equatable, Sendable {
  /// The identifier that a second copy shares: the sender's, or one that the agent gave on arrival.
  public let id: MessageID

  /// The message as it was decoded.
  public let message: Message

  /// The text's bytes, where they were not UTF-8 and were read in a code page.
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

extension Delivery {
  /// The most Characters shown of a name that a sender claims.
  private static let claimLimit = 64

  /// The sender's login name, which the kernel proves, or the address on the network, which is unproven.
  ///
  /// It is one line, and never cut.
  public var knownSender: String {
    switch origin {
    case .datagram(let address), .session(let address):
      MessageText.displayedOnOneLine(address)
    case .mailslot, .spool: MessageText.displayedOnOneLine(senderName)
    }
  }

  /// The name that the sender claims, on one line; `nil` where it is empty, or equal to the proven name.
  public var claimedSender: String? {
    let claimed = MessageText.displayedOnOneLine(message.from, limit: Delivery.claimLimit)
    let isProven = origin.isProven && claimed.lowercased() == knownSender.lowercased()
    return claimed.isEmpty || isProven ? nil : claimed
  }

  /// The sender on one line: first the known sender in full, then the claimed name, so that a long or
  /// blank claim hides nothing.
  public var displayedSender: String {
    claimedSender.map { "\(knownSender) as \($0)" } ?? knownSender
  }
}
