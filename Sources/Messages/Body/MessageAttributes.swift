// SPDX-License-Identifier: Apache-2.0

import Wire

/// What Messngr's own sender adds to From, To and Text.
///
/// It travels as `key=value` pairs behind the text, where readers of the plain Messenger body stop.
public struct MessageAttributes: Equatable, Sendable {
  /// The identifier that a second copy of the message shares.
  public var id: MessageID?

  /// The urgency.
  public var urgency: Urgency = .normal

  /// A summary in place of `Message from FROM to TO`.
  public var title: String?

  /// The name of an icon, or its absolute path.
  public var icon: String?

  /// The category of the Desktop Notifications Specification, `im.received` for example.
  public var category: String?

  /// When the message was sent, by its sender's clock.
  ///
  /// It is a claim: people see it, ``SendingTime`` decides when it counts, and no order depends on it.
  public var sent: UnixTime?

  /// When the recipient is to get the message, if not at once.
  public var due: UnixTime?

  /// The seconds after its sending for which the message is worth showing; with ``due``, after that time.
  public var expires: UInt32?

  /// The message that this one replaces.
  public var replaces: MessageID?

  /// The message that this one takes back.
  public var retracts: MessageID?

  /// The answers that the sender offers, in the order of their buttons; at most 8.
  public var actions: [MessageAction] = []

  /// The states for which the sender wants a receipt.
  public var receipt: MessageStates = []

  /// The seconds for which the sender waits for an answer.
  public var waits: UInt32?

  /// How the message came to this machine, as a gateway reports.
  ///
  /// Believed only from root or the gateway.
  public var origin: Origin?

  /// The uid of the user in whose spool the message was left.
  ///
  /// A file's owner proves who wrote it. It does not prove for whom: the owner of one spool can move a
  /// file to another spool.
  public var addressee: UInt32?

  /// Whether the message only tests the way: the agent acknowledges it, and neither keeps nor shows it.
  public var isProbe = false

  /// Whether the text is a ``StateReport``: of an agent to its relay, or of a relay to an agent.
  public var isReport = false

  /// The most actions a message may offer.
  public static let maximumActionCount = 8

  /// Creates the attributes of a plain message.
  public init() {}
}

extension MessageAttributes {
  /// Reads attributes; ignores unknown keys and pairs with a bad value.
  init(pairs: AttributePairs) {
    self.init()
    for (key, value) in pairs.pairs { set(key, value) }
  }

  private mutating func set(_ key: String, _ value: String) {
    switch key {
    case "id": id = MessageID(value) ?? id
    case "urgency": urgency = Urgency(rawValue: value) ?? urgency
    case "title": title = value.isEmpty ? title : value
    case "icon": icon = value.isEmpty ? icon : value
    case "category": category = value.isEmpty ? category : value
    case "sent": sent = UnixTime(digits: value) ?? sent
    case "at": due = UnixTime(digits: value) ?? due
    case "expires": expires = UInt32(value) ?? expires
    case "replaces": replaces = MessageID(value) ?? replaces
    case "retracts": retracts = MessageID(value) ?? retracts
    case "action":
      guard actions.count < MessageAttributes.maximumActionCount, let action = MessageAction(value)
      else { return }
      actions.append(action)
    case "receipt":
      for state in value.parts(separator: ",").compactMap({ MessageState(rawValue: $0) }) {
        receipt.insert(state)
      }
    case "waits": waits = UInt32(value) ?? waits
    case "origin": origin = Origin(value) ?? origin
    case "for": addressee = UInt32(value) ?? addressee
    case "report": isReport = isReport || value == "1"
    case "probe": isProbe = isProbe || value == "1"
    default: break
    }
  }

  /// The attributes as pairs, without those that have their default.
  var pairs: AttributePairs {
    var pairs = AttributePairs()
    pairs.append("id", ifPresent: id)
    if urgency != .normal { pairs.append("urgency", urgency.rawValue) }
    pairs.append("title", ifPresent: title)
    pairs.append("icon", ifPresent: icon)
    pairs.append("category", ifPresent: category)
    pairs.append("sent", ifPresent: sent?.milliseconds)
    pairs.append("at", ifPresent: due?.milliseconds)
    pairs.append("expires", ifPresent: expires)
    pairs.append("replaces", ifPresent: replaces)
    pairs.append("retracts", ifPresent: retracts)
    for action in actions { pairs.append("action", action) }
    if !receipt.isEmpty {
      pairs.append("receipt", receipt.all.map { $0.rawValue }.ordered().joined(separator: ","))
    }
    pairs.append("waits", ifPresent: waits)
    pairs.append("origin", ifPresent: origin)
    if isReport { pairs.append("report", 1) }
    if isProbe { pairs.append("probe", 1) }
    pairs.append("for", ifPresent: addressee)
    return pairs
  }
}

extension UnixTime {
  /// Reads milliseconds since 1970; `nil` for other text, and for a time that no message can have.
  fileprivate init?(digits: String) {
    guard let milliseconds = Int64(digits),
      UnixTime.possible.contains(UnixTime(milliseconds: milliseconds))
    else { return nil }
    self.init(milliseconds: milliseconds)
  }
}
