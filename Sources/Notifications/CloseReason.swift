// SPDX-License-Identifier: Apache-2.0

/// Why a notification left the screen.
///
/// The raw values are the specification's: Desktop Notifications Specification 1.2,
/// `org.freedesktop.Notifications.NotificationClosed`.
public enum CloseReason: UInt32, Sendable {
  /// Its time was up.
  case expired = 1

  /// The user dismissed it.
  case dismissed = 2

  /// A call of ``Notifier/close(_:)`` closed it.
  case closedByCall = 3

  /// The server gave no reason, or one that the specification does not have.
  case undefined = 4

  /// The reason with the specification's number; unknown numbers are ``undefined``.
  init(number: UInt32) {
    self = CloseReason(rawValue: number) ?? .undefined
  }
}
