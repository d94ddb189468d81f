// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Notifications

/// libnotify's state belongs to the process, so the tests run one at a time.
@Suite(.serialized, .timeLimit(.minutes(2))) enum DesktopTests {}

extension Notifier {
  /// The next event that fits; `nil` if the notifier ended first.
  nonisolated func next(where fits: (NotificationEvent) -> Bool) async -> NotificationEvent? {
    for await event in events where fits(event) { return event }
    return nil
  }
}

extension NotificationEvent {
  /// Whether it is about a notification, not about the server.
  var isAboutNotification: Bool {
    switch self {
    case .closed, .action, .replied: true
    case .serverAppeared, .serverVanished, .silenceChanged: false
    }
  }

  /// Whether a server has appeared.
  var isAppearance: Bool { if case .serverAppeared = self { true } else { false } }
}
