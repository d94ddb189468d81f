// SPDX-License-Identifier: Apache-2.0

/// An event of the server, or of a notification that this ``Notifier`` has shown.
public enum NotificationEvent: Equatable, Sendable {
  /// The notification left the screen.
  case closed(NotificationID, CloseReason)

  /// The user chose the action with this key; ``Notification/clickKey`` is a click on the notification
  /// itself.
  case action(NotificationID, key: String)

  /// The user answered in the notification: an extension of Plasma and others.
  case replied(NotificationID, text: String)

  /// A server is on the bus, with this unique name.
  case serverAppeared(owner: String)

  /// The server keeps other notifications from its user than before.
  case silenceChanged(ServerSilence)

  /// The server or the bus has ended, and every ``NotificationID`` is invalid.
  case serverVanished
}
