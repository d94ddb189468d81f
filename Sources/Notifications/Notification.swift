// SPDX-License-Identifier: Apache-2.0

/// What to show: the field's words, the specification's meaning.
///
/// All text is plain. What a server would read as markup is escaped on the way to it, so a stranger's
/// `<b>` is seen as `<b>`.
///
/// Source: Desktop Notifications Specification 1.2.
public struct Notification: Equatable, Sendable {
  /// How much it matters; servers show ``critical`` until it is dismissed.
  public enum Urgency: UInt8, Sendable {
    /// Can wait.
    case low = 0
    /// As usual.
    case normal = 1
    /// Must be seen.
    case critical = 2
  }

  /// How long it stays on the screen.
  public enum Expiry: Equatable, Sendable {
    /// As long as the server thinks right.
    case serverDefault
    /// Until it is dismissed.
    case never
    /// This long, in milliseconds; 1…2,147,483,647, other values are moved to the nearest end.
    case milliseconds(Int)
  }

  /// Something to choose: a button, mostly.
  public struct Action: Equatable, Sendable {
    /// What comes back in ``NotificationEvent/action(_:key:)``; `default` is a click on the notification.
    public var key: String
    /// What the person reads.
    public var label: String

    /// An action with a key and a label.
    public init(key: String, label: String) {
      self.key = key
      self.label = label
    }
  }

  /// A wish for an answer in place, granted only by servers with `inline-reply`.
  public struct Reply: Equatable, Sendable {
    /// What the button says.
    public var label: String
    /// What stands in the empty field; may be empty.
    public var placeholder: String

    /// A wish for an answer in place.
    public init(label: String, placeholder: String = "") {
      self.label = label
      self.placeholder = placeholder
    }
  }

  /// The value of an extra hint.
  public enum Hint: Equatable, Sendable {
    /// D-Bus type `s`.
    case string(String)
    /// D-Bus type `b`.
    case boolean(Bool)
    /// D-Bus type `y`.
    case byte(UInt8)
    /// D-Bus type `i`.
    case integer(Int32)
  }

  /// One line that says what it is about.
  public var summary: String
  /// The text, with newlines; may be empty.
  public var body: String
  /// How much it matters.
  public var urgency: Urgency
  /// What kind it is; the specification's `im.received` unless said otherwise.
  public var category: String
  /// An icon's name in the theme or an absolute path; empty for none.
  public var icon: String
  /// How long it stays.
  public var expiry: Expiry
  /// What the person may choose; libnotify does not keep their order.
  public var actions: [Action]
  /// The wish for an answer in place.
  public var reply: Reply?
  /// The notification to show it instead of, in place.
  public var replaces: NotificationID?
  /// Whether it skips the server's own history.
  public var isTransient: Bool
  /// Whether it stays on the screen when an action is chosen.
  public var isResident: Bool
  /// More hints, such as `desktop-entry`.
  public var hints: [String: Hint]

  /// A notification of normal urgency that offers nothing to choose.
  public init(
    summary: String, body: String = "", urgency: Urgency = .normal,
    category: String = "im.received", icon: String = "", expiry: Expiry = .serverDefault,
    actions: [Action] = [], reply: Reply? = nil, replaces: NotificationID? = nil,
    isTransient: Bool = false, isResident: Bool = false, hints: [String: Hint] = [:]
  ) {
    self.summary = summary
    self.body = body
    self.urgency = urgency
    self.category = category
    self.icon = icon
    self.expiry = expiry
    self.actions = actions
    self.reply = reply
    self.replaces = replaces
    self.isTransient = isTransient
    self.isResident = isResident
    self.hints = hints
  }
}
