// SPDX-License-Identifier: Apache-2.0

/// Something that happened to the server or to a notification shown by this ``Notifier``.
public enum NotificationEvent: Equatable, Sendable {
  /// The notification left the screen.
  case closed(NotificationID, CloseReason)

  /// The person chose the action with this key; `default` is a click on the notification itself.
  case action(NotificationID, key: String)

  /// The person answered in place; not in the specification, understood by Plasma and others.
  case replied(NotificationID, text: String)

  /// A server is there, with this unique name on the bus.
  case serverAppeared(owner: String)

  /// The server, or the bus itself, is gone, and every ``NotificationID`` with it.
  case serverVanished
}
