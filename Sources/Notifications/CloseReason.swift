// SPDX-License-Identifier: Apache-2.0

/// Why a notification is gone from the screen.
///
/// The raw values are the specification's: Desktop Notifications Specification 1.2,
/// `org.freedesktop.Notifications.NotificationClosed`.
public enum CloseReason: UInt32, Sendable {
  /// Its time was up.
  case expired = 1

  /// The person dismissed it.
  case dismissed = 2

  /// It was closed by a call of ``Notifier/close(_:)``.
  case closedByCall = 3

  /// The server does not say, or says something the specification does not know.
  case undefined = 4

  /// The reason with the specification's number; unknown numbers are ``undefined``.
  init(number: UInt32) {
    self = CloseReason(rawValue: number) ?? .undefined
  }
}
