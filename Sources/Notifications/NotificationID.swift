// SPDX-License-Identifier: Apache-2.0

/// The number a server gave to a notification; never 0.
///
/// Valid only for the server that gave it: after ``NotificationEvent/serverVanished`` it means nothing.
///
/// Source: Desktop Notifications Specification 1.2, `org.freedesktop.Notifications.Notify`.
public struct NotificationID: RawRepresentable, Hashable, Sendable {
  /// The number itself.
  public let rawValue: UInt32

  /// Names the notification with this number.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }
}
