// SPDX-License-Identifier: Apache-2.0

import Messages

/// The messages that came while the screen was locked, which one popup counts.
///
/// Its text is the same for every message, so a popup for each would look alike, and some servers
/// merge popups that look alike.
struct LockNotice {
  /// The shortest time between two drawings while more messages come.
  static let interval = Duration.milliseconds(500)

  /// The messages.
  private(set) var digest = MessageDigest()

  /// The popup on the screen.
  var popup: PopupID?

  /// Whether the popup does not show the present number of messages.
  private(set) var isOutdated = false

  private var drawing: ContinuousClock.Instant?

  /// Counts one more message.
  mutating func add(from name: String, _ urgency: Urgency) {
    digest.add(from: name, urgency)
    isOutdated = true
  }

  /// Counts from the beginning, in the same popup.
  mutating func restart() {
    (digest, isOutdated) = (MessageDigest(), false)
  }

  /// Whether to draw the popup now: a while after the last time, or when nothing more comes.
  func isDue(at now: ContinuousClock.Instant, all: Bool) -> Bool {
    isOutdated && (all || drawing.map { $0.duration(to: now) > Self.interval } ?? true)
  }

  /// Notes that the popup shows the present number of messages.
  mutating func noteDrawing(_ popup: PopupID?, at now: ContinuousClock.Instant) {
    (self.popup, drawing, isOutdated) = (popup, now, false)
  }

  /// Notes that the display is another one, which has no such popup.
  mutating func noteNewDisplay() {
    popup = nil
    isOutdated = digest.count > 0
  }
}
