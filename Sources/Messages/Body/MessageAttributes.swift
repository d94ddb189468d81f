// SPDX-License-Identifier: Apache-2.0

/// What a message of our own sender says beyond From, To and Text.
///
/// It travels as `key=value` pairs behind the text, where readers of the plain Messenger body stop.
public struct MessageAttributes: Equatable, Sendable {
  /// What makes a second copy the same message.
  public var id: MessageID?

  /// How much it matters.
  public var urgency: Urgency = .normal

  /// A summary in place of `Message from FROM to TO`.
  public var title: String?

  /// The name of an icon, or its absolute path.
  public var icon: String?

  /// The category of the Desktop Notifications Specification, `im.received` for example.
  public var category: String?

  /// How many seconds after its arrival the message is no longer worth showing.
  public var expires: UInt32?

  /// The message that this one takes the place of.
  public var replaces: MessageID?

  /// The message that this one takes back.
  public var retracts: MessageID?

  /// The answers offered, in the order of their buttons; at most 8.
  public var actions: [MessageAction] = []

  /// The states the sender wants to hear of.
  public var receipt: Set<MessageState> = []

  /// Where the message came from before it got to this machine.
  ///
  /// Believed only from root or the gateway.
  public var origin: Origin?

  /// The uid of the user in whose spool the message was left.
  ///
  /// A file's owner proves who wrote it, and not for whom: the owner of a spool can move it to another.
  public var addressee: UInt32?

  /// Whether the message only asks whether it would arrive: it is acknowledged, and neither kept nor
  /// shown.
  public var isProbe = false

  /// The most actions a message may offer.
  public static let maximumActionCount = 8

  /// Creates the attributes of a plain message.
  public init() {}
}
