// SPDX-License-Identifier: Apache-2.0

import CNotify

/// libnotify's object for one notification, which lives only during the call that shows it.
///
/// The server's signals go to the notifier directly, so the object is not needed later.
struct NotifyPopup {
  private let object: GObjectReference

  /// The longest label, in characters.
  private static let labelLimit = 80

  private var pointer: UnsafeMutablePointer<NotifyNotification> {
    unsafe object.pointer(to: NotifyNotification.self)
  }

  /// Prepares a notification for what the server can do; `nil` if libnotify is out of memory.
  init?(
    _ notification: Notification, for server: NotificationServer, from applicationName: String,
    within limits: TextLimits
  ) {
    guard unsafe notify_init(applicationName) != 0 else { return nil }
    var summary = NotificationText.summary(notification.summary, limit: limits.summary)
    // The specification requires a summary.
    if summary.isEmpty { summary = applicationName }
    let body = NotificationText.body(
      notification.body, limit: limits.body, escaping: server.readsMarkup)
    let icon = NotificationText.displayable(notification.icon)
    guard
      let created = unsafe notify_notification_new(summary, body, icon.isEmpty ? nil : icon)
    else { return nil }
    object = unsafe GObjectReference(adopting: UnsafeMutableRawPointer(created))
    unsafe notify_notification_set_app_name(pointer, applicationName)
    unsafe notify_notification_set_category(pointer, notification.category)
    unsafe notify_notification_set_urgency(pointer, notification.urgency.cValue)
    unsafe notify_notification_set_timeout(pointer, notification.expiry.timeout)
    if let replaced = notification.replaces { setID(replaced) }
    addHints(of: notification, for: server)
    if server.offersActions { addActions(of: notification, replying: server.takesReplies) }
  }

  /// Asks the server to show it; blocks until the server has answered.
  func show() -> Result<NotificationID, BusFailure> {
    var error: UnsafeMutablePointer<GError>?
    guard unsafe notify_notification_show(pointer, &error) != 0 else {
      return unsafe .failure(BusFailure(adopting: error))
    }
    return .success(shownID)
  }

  private func addHints(of notification: Notification, for server: NotificationServer) {
    if notification.isTransient { setHint("transient", .boolean(true)) }
    if notification.isResident { setHint("resident", .boolean(true)) }
    if server.playsSounds, let sound = notification.sound { setHint("sound-name", .string(sound)) }
    for (name, value) in notification.hints { setHint(name, value) }
  }

  private func setHint(_ name: String, _ hint: Notification.Hint) {
    let value =
      switch hint {
      case .string(let text): unsafe g_variant_new_string(NotificationText.displayable(text))
      case .boolean(let flag): unsafe g_variant_new_boolean(flag ? 1 : 0)
      case .byte(let number): unsafe g_variant_new_byte(number)
      case .integer(let number): unsafe g_variant_new_int32(number)
      }
    unsafe notify_notification_set_hint(pointer, name, value)
  }

  private func addActions(of notification: Notification, replying: Bool) {
    for action in notification.actions { addAction(action.key, action.label) }
    if replying, let reply = notification.reply {
      addAction("inline-reply", reply.label)
      let placeholder = NotificationText.label(reply.placeholder, limit: Self.labelLimit)
      if !placeholder.isEmpty { setHint("x-kde-reply-placeholder-text", .string(placeholder)) }
    }
    // The last one: Budgie takes the first action for itself, and draws a button for the others.
    if let click = notification.clickLabel { addAction(Notification.clickKey, click) }
  }

  private func addAction(_ key: String, _ label: String) {
    // libnotify requires a callback; the notifier receives the server's signal itself.
    unsafe notify_notification_add_action(
      pointer, key, NotificationText.label(label, limit: Self.labelLimit), { _, _, _ in }, nil, nil)
  }

  // MARK: - The property `id`

  private func setID(_ id: NotificationID) {
    var value = GValue()
    unsafe g_value_init(&value, Self.intType)
    // libnotify stores the number as a signed integer of the same 32 bits.
    unsafe g_value_set_int(&value, Int32(bitPattern: id.rawValue))
    unsafe g_object_set_property(gObject, "id", &value)
    unsafe g_value_unset(&value)
  }

  private var shownID: NotificationID {
    var value = GValue()
    unsafe g_value_init(&value, Self.intType)
    unsafe g_object_get_property(gObject, "id", &value)
    defer { unsafe g_value_unset(&value) }
    return unsafe NotificationID(rawValue: UInt32(bitPattern: g_value_get_int(&value)))
  }

  private var gObject: UnsafeMutablePointer<GObject> { unsafe object.pointer(to: GObject.self) }

  /// `G_TYPE_INT`, a macro that Swift does not see.
  private static let intType = GType(6 << 2)
}

extension Notification.Urgency {
  fileprivate var cValue: NotifyUrgency {
    switch self {
    case .low: NOTIFY_URGENCY_LOW
    case .normal: NOTIFY_URGENCY_NORMAL
    case .critical: NOTIFY_URGENCY_CRITICAL
    }
  }
}

extension Notification.Expiry {
  fileprivate var timeout: Int32 {
    switch self {
    case .serverDefault: NOTIFY_EXPIRES_DEFAULT
    case .never: Int32(NOTIFY_EXPIRES_NEVER)
    case .milliseconds(let count): Int32(min(max(count, 1), Int(Int32.max)))
    }
  }
}
