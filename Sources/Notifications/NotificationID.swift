// SPDX-License-Identifier: Apache-2.0

/// The server's number of a notification; never 0.
///
/// It is valid only for the server that gave it: after ``NotificationEvent/serverVanished`` it is invalid.
///
/// Source: Desktop Notifications Specification 1.2, `org.freedesktop.Notifications.Notify`.
public struct NotificationID: RawRepresentable, Hashable, Sendable {
  /// The number itself.
  public let rawValue: UInt32

  /// Creates the identifier with this number.
  public init(rawValue: UInt32) {
    self.rawValue = rawValue
  }
}
