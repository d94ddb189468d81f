// SPDX-License-Identifier: Apache-2.0

import Messages

/// The messages that came while the screen was locked, which one popup counts.
///
/// Its text is the same for every message, so a popup for each would look alike, and some servers
/// merge popups that look alike.
struct LockNotice {
  /// The most messages that can leave the count.
  ///
  /// The inbox is asked about each after every change. Those beyond are counted until the screen is unlocked.
  static let capacity = 1000

  /// A counted message.
  private struct Entry {
    let name: String
    let urgency: Urgency
  }

  private var entries: [MessageID: Entry] = [:]
  private var others = MessageDigest()

  /// The popup on the screen.
  var popup: PopupID?

  /// Whether the popup does not show the present number of messages.
  private(set) var isOutdated = false

  private var drawing: ContinuousClock.Instant?

  /// The messages.
  var digest: MessageDigest {
    entries.values.reduce(into: others) { $0.add(from: $1.name, $1.urgency) }
  }

  /// Whether no message waits.
  var isEmpty: Bool { entries.isEmpty && others.count == 0 }

  /// The messages that can leave the count.
  var messages: [MessageID] { Array(entries.keys) }

  /// Counts one more message.
  ///
  /// - Parameter name: Its sender, as popups show it.
  mutating func add(_ message: MessageID, from name: String, _ urgency: Urgency) {
    isOutdated = true
    if entries[message] == nil, entries.count >= Self.capacity {
      others.add(from: name, urgency)
    } else {
      entries[message] = Entry(name: name, urgency: urgency)
    }
  }

  /// Keeps the messages in the count that still wait: others were read, taken back, deleted, or have expired.
  ///
  /// A count that the user has closed does not come back for this.
  mutating func keep(where waits: (MessageID) -> Bool) {
    let before = entries.count
    entries = entries.filter { waits($0.key) }
    if entries.count < before, popup != nil { isOutdated = true }
  }

  /// Counts from the beginning, in the same popup.
  mutating func restart() {
    (entries, others, isOutdated) = ([:], MessageDigest(), false)
  }

  /// Whether to draw the popup now: a while after the last time, or when nothing more comes.
  func isDue(at now: ContinuousClock.Instant, all: Bool) -> Bool {
    isOutdated && !isEmpty
      && (all || drawing.map { $0.duration(to: now) > SummarySchedule.interval } ?? true)
  }

  /// Notes that the popup shows the present number of messages.
  mutating func noteDrawing(_ popup: PopupID?, at now: ContinuousClock.Instant) {
    (self.popup, drawing, isOutdated) = (popup, now, false)
  }

  /// Notes that the display is another one, which has no such popup.
  mutating func noteNewDisplay() {
    popup = nil
    isOutdated = !isEmpty
  }
}
