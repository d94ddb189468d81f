// SPDX-License-Identifier: Apache-2.0

public import LinuxSystem
public import Messages
public import NameDirectory
public import NetBIOSClient

/// A message to deliver: the recipients, what it says, and how far its sender waits.
public struct DeliveryRequest: Equatable, Sendable {
  /// The recipients, in the order in which outcomes are wanted.
  public var recipients: [Recipient]

  /// The text.
  public var text: String

  /// The bytes of the text, where they are not UTF-8.
  public var rawText: [UInt8]?

  /// The sender's login name.
  public var accountName: String

  /// The name to send under, or `nil` for the login name.
  public var from: String?

  /// Urgency, title and the like.
  public var attributes = MessageAttributes()

  /// The state to wait for.
  public var goal: MessageState = .stored

  /// When the delivery ends, or `nil` for ``timeLimit(for:)`` after it begins.
  public var deadline: Deadline?

  /// Whether the spool takes the message for a recipient who is away.
  public var mayUseSpool = true

  /// Whether the network counts as on where the settings say `off`.
  public var usesNetwork = false

  /// The encoding of text on the network, or `nil` for that of the settings.
  public var encoding: NetworkEncoding?

  /// Creates a request that waits until the message is stored.
  public init(
    to recipients: [Recipient] = [], text: String = "", accountName: String = ""
  ) {
    self.recipients = recipients
    self.text = text
    self.accountName = accountName
  }

  /// How long a delivery may take whose sender sets no deadline.
  ///
  /// Five seconds to be stored, half a minute to be shown, an hour for a person to react.
  public static func timeLimit(for goal: MessageState) -> Duration {
    switch goal {
    case .shown: .seconds(30)
    case .read, .answered: .seconds(3600)
    case .queued, .kept, .stored, .dismissed, .expired, .retracted: .seconds(5)
    }
  }

  /// The message as one of the recipients gets it.
  func message(to recipient: Recipient) -> Message {
    var message = Message(
      from: from ?? accountName, to: recipient.description, text: text, attributes: attributes)
    // Not for every message: to replace an empty set takes 100,000 instructions.
    if goal != .stored { message.attributes.receipt = [goal] }
    if goal == .answered, let deadline {
      message.attributes.waits =
        deadline.remaining.map { UInt32(clamping: $0.components.seconds + 1) } ?? .max
    }
    return message
  }

  /// The text for the network: bytes that are not UTF-8 are read in the network's code page, so that they
  /// arrive as they are.
  func text(over access: NetworkAccess) -> String {
    guard let rawText, case .page(let page) = access.settings.encoding else { return text }
    return page.decode(rawText)
  }

  /// The settings of the network with the changes that this request makes.
  func changing(_ settings: NetworkSettings) -> NetworkSettings {
    var settings = settings
    if usesNetwork, settings.use == .off { settings.use = .on }
    if let encoding { settings.encoding = encoding }
    return settings
  }

  /// The sender's name on the network, 1…15 bytes: ``from``, or the login name, or where that does not
  /// fit the machine's name.
  ///
  /// - Throws: ``DeliveryFailure/message(_:)`` when ``from`` does not fit.
  func senderName(over access: NetworkAccess) throws(DeliveryFailure) -> [UInt8] {
    let limit = MessageName.maximumLegacyByteCount
    let name = access.settings.encoding.encode(from ?? accountName)
    guard !name.contains(0) else { throw .message(.nulInside(field: "From")) }
    if (1...limit).contains(name.count) { return name }
    guard from == nil else {
      throw .message(.nameTooLong(field: "From", byteCount: name.count, limit: limit))
    }
    return access.ownLabel
  }
}
