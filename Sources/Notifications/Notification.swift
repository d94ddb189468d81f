// SPDX-License-Identifier: Apache-2.0

/// A notification in the terms of the specification.
///
/// All text is plain. The notifier escapes markup for servers that read it, so `<b>` in a text is shown as
/// `<b>`.
///
/// Source: Desktop Notifications Specification 1.2.
public struct Notification: Equatable, Sendable {
  /// The urgency; servers show ``critical`` until the user dismisses it.
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
    /// As long as the server decides.
    case serverDefault
    /// Until the user dismisses it.
    case never
    /// This long, in milliseconds; 1…2,147,483,647, other values are moved to the nearest end.
    case milliseconds(Int)
  }

  /// A choice, which most servers show as a button.
  public struct Action: Equatable, Sendable {
    /// The key in ``NotificationEvent/action(_:key:)``.
    public var key: String
    /// The text on the button.
    public var label: String

    /// Creates an action with a key and a label.
    public init(key: String, label: String) {
      self.key = key
      self.label = label
    }
  }

  /// A field for an answer in the notification, which only servers with `inline-reply` show.
  public struct Reply: Equatable, Sendable {
    /// The text on the button.
    public var label: String
    /// The text in the empty field; may be empty.
    public var placeholder: String

    /// Creates a field for an answer.
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

  /// One line about the subject.
  public var summary: String
  /// The text, with newlines; may be empty.
  public var body: String
  /// The urgency.
  public var urgency: Urgency
  /// The category of the specification; by default `im.received`.
  public var category: String
  /// An icon's name in the theme or an absolute path; empty for none.
  public var icon: String
  /// How long it stays.
  public var expiry: Expiry
  /// The choices, in their order.
  ///
  /// A server treats the keys `default` and `inline-reply` in ways of its own: see ``clickLabel`` and
  /// ``reply``.
  public var actions: [Action]
  /// What a click on the notification itself means; `nil` when a click means nothing.
  ///
  /// It is the action ``clickKey``, which follows all others. Xfce and LXQt draw it as a button, and dunst
  /// invokes it by the middle mouse button.
  public var clickLabel: String?
  /// The field for an answer.
  public var reply: Reply?
  /// The notification that it replaces.
  public var replaces: NotificationID?
  /// Whether it skips the server's own history.
  public var isTransient: Bool
  /// Whether it stays on the screen when the user chooses an action.
  public var isResident: Bool
  /// The name of a sound of the theme, for servers with the capability `sound`; `nil` for none.
  public var sound: String?
  /// More hints, such as `desktop-entry`.
  public var hints: [String: Hint]

  /// The key of a click on the notification itself.
  public static let clickKey = "default"

  /// Creates a notification, by default of normal urgency and without choices.
  public init(
    summary: String, body: String = "", urgency: Urgency = .normal,
    category: String = "im.received", icon: String = "", expiry: Expiry = .serverDefault,
    actions: [Action] = [], clickLabel: String? = nil, reply: Reply? = nil,
    replaces: NotificationID? = nil, isTransient: Bool = false, isResident: Bool = false,
    sound: String? = nil, hints: [String: Hint] = [:]
  ) {
    self.summary = summary
    self.body = body
    self.urgency = urgency
    self.category = category
    self.icon = icon
    self.expiry = expiry
    self.actions = actions
    self.clickLabel = clickLabel
    self.reply = reply
    self.replaces = replaces
    self.isTransient = isTransient
    self.isResident = isResident
    self.sound = sound
    self.hints = hints
  }
}
