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
  ///
  /// For a message whose sender has given it a later time, the moment at which it is delivered.
  public let arrival: UnixTime

  /// When it is not worth showing any more; `nil` for a message that never expires.
  public let expiry: UnixTime?

  /// Creates a delivery that has just arrived.
  ///
  /// - Parameter known: Since when this machine has known the message, if that is not its arrival.
  public init(
    id: MessageID, message: Message, rawText: [UInt8]? = nil, sender: UInt32, senderName: String,
    origin: Origin, arrival: UnixTime, known: UnixTime? = nil
  ) {
    let attributes = message.attributes
    let sent = SendingTime.believed(attributes.sent, known: known ?? arrival, arrival: arrival)
    let start = attributes.due.map { max($0, sent) } ?? sent
    self.init(
      id: id, message: message, rawText: rawText, sender: sender, senderName: senderName,
      origin: origin, arrival: arrival,
      expiry: attributes.expires.map { start.advanced(bySeconds: Int64($0)) })
  }

  /// Creates a delivery that was stored before.
  public init(
    id: MessageID, message: Message, rawText: [UInt8]?, sender: UInt32, senderName: String,
    origin: Origin, arrival: UnixTime, expiry: UnixTime?
  ) {
    self.id = id
    self.message = message
    self.rawText = rawText
    self.sender = sender
    self.senderName = senderName
    self.origin = origin
    self.arrival = arrival
    self.expiry = expiry
  }
}

extension Delivery {
  /// Whether the message waits for the time that its sender has given it.
  package var isWaiting: Bool { message.attributes.due.map { $0 > arrival } ?? false }

  /// When the message was sent, as its sender says, where that differs noticeably from the arrival.
  public var differingSendingTime: UnixTime? {
    SendingTime.differing(message.attributes.sent, from: arrival)
  }

  /// The same delivery under another identifier.
  package func with(_ id: MessageID) -> Delivery { with(id, message) }

  /// The same delivery with another identifier of the message that it replaces.
  package func replacing(_ replaced: MessageID) -> Delivery {
    var message = message
    message.attributes.replaces = replaced
    return with(id, message)
  }

  private func with(_ id: MessageID, _ message: Message) -> Delivery {
    Delivery(
      id: id, message: message, rawText: rawText, sender: sender, senderName: senderName,
      origin: origin, arrival: arrival, expiry: expiry)
  }

  /// The most Characters shown of a name that a sender claims.
  private static let claimLimit = 64

  /// The sender's login name, which the kernel proves; `ann@web1`, which the realm proves; or the address on
  /// the network, which is unproven.
  ///
  /// It is one line, and never cut.
  public var knownSender: String {
    switch origin {
    case .datagram(let address), .session(let address), .realm(let address):
      MessageText.displayedOnOneLine(address)
    case .mailslot, .spool: MessageText.displayedOnOneLine(senderName)
    }
  }

  /// The name that the sender claims, on one line; `nil` where it is empty, or equal to the proven name.
  public var claimedSender: String? {
    let claimed = MessageText.displayedOnOneLine(message.from, limit: Delivery.claimLimit)
    // Of `ann@web1`, the name is the user's.
    let name = origin.isProven ? knownSender[...] : knownSender.prefix { $0 != "@" }
    let isProven = origin.isVerified && claimed.lowercased() == name.lowercased()
    return claimed.isEmpty || isProven ? nil : claimed
  }

  /// The sender on one line: first the known sender in full, then the claimed name, so that a long or
  /// blank claim hides nothing.
  public var displayedSender: String {
    claimedSender.map { "\(knownSender) as \($0)" } ?? knownSender
  }
}
