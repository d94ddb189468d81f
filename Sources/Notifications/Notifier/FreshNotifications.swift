// SPDX-License-Identifier: Apache-2.0

/// The notifications that were shown or replaced a moment ago: the time of none can be up yet.
///
/// Budgie reports that the time of a notification is up each time when another one replaces it, and at
/// once for a popup for which it has no room.
struct FreshNotifications {
  /// How long after a call the server may report the end of what the call has replaced.
  static let window = Duration.seconds(1)

  private var ends: [NotificationID: ContinuousClock.Instant] = [:]

  /// Notes that a notification was shown.
  mutating func note(
    _ id: NotificationID, _ expiry: Notification.Expiry, at now: ContinuousClock.Instant
  ) {
    ends = ends.filter { $0.value > now }
    var window = Self.window
    if case .milliseconds(let count) = expiry { window = min(window, .milliseconds(count) / 2) }
    ends[id] = now + window
  }

  /// Whether a notification was shown too short a time ago for this end.
  func refutes(
    _ reason: CloseReason, of id: NotificationID, at now: ContinuousClock.Instant
  ) -> Bool {
    guard reason == .expired, let end = ends[id] else { return false }
    return now < end
  }
}
