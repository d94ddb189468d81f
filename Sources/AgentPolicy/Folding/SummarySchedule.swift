// SPDX-License-Identifier: Apache-2.0

import Messages

/// When the popups of bursts are drawn: while more messages come, only every half second.
///
/// A display that keeps no popups, a terminal for example, gets one line when a burst pauses.
struct SummarySchedule {
  /// The shortest time between two drawings of one burst while more messages come.
  static let interval = Duration.milliseconds(500)

  /// The most bursts whose last drawing is remembered.
  private static let capacity = 1000

  /// How long a burst pauses before it becomes a line.
  static let pause = Duration.seconds(1)

  /// How long a burst without a pause waits to become a line.
  static let patience = Duration.seconds(10)

  private struct Waiting {
    let burst: PopupPlan.Burst
    var summary: BurstSummary
    let beginning: ContinuousClock.Instant
    var last: ContinuousClock.Instant

    var settling: ContinuousClock.Instant {
      min(last + SummarySchedule.pause, beginning + SummarySchedule.patience)
    }
  }

  private var waiting: [Waiting] = []
  private var lastDrawings: [PopupPlan.Burst: ContinuousClock.Instant] = [:]

  /// The summary of a burst whose popup shows an older one.
  subscript(burst: PopupPlan.Burst) -> BurstSummary? {
    waiting.first { $0.burst == burst }?.summary
  }

  /// The bursts to draw now: all that wait, or those that were not drawn a moment ago.
  func due(at now: ContinuousClock.Instant, all: Bool) -> [PopupPlan.Burst] {
    waiting.map(\.burst).filter { burst in
      all || lastDrawings[burst].map { $0.duration(to: now) > Self.interval } ?? true
    }
  }

  /// The bursts to write as lines now: those that pause, or have waited for long.
  func settled(at now: ContinuousClock.Instant) -> [PopupPlan.Burst] {
    waiting.filter { $0.settling <= now }.map(\.burst)
  }

  /// When the next burst is to be written as a line, if nothing more comes.
  var settling: ContinuousClock.Instant? { waiting.map(\.settling).min() }

  /// Notes what the popup of a burst should show; the urgency never falls while it waits.
  mutating func expect(
    _ summary: BurstSummary, of burst: PopupPlan.Burst, at now: ContinuousClock.Instant
  ) {
    guard let index = waiting.firstIndex(where: { $0.burst == burst }) else {
      waiting.append(Waiting(burst: burst, summary: summary, beginning: now, last: now))
      return
    }
    waiting[index].last = now
    waiting[index].summary = BurstSummary(
      sender: summary.sender, count: summary.count,
      urgency: max(summary.urgency, waiting[index].summary.urgency))
  }

  /// Forgets a summary that waits.
  mutating func cancel(_ burst: PopupPlan.Burst) {
    waiting.removeAll { $0.burst == burst }
  }

  /// Notes that the popup of a burst is up to date.
  mutating func noteDrawing(of burst: PopupPlan.Burst, at now: ContinuousClock.Instant) {
    cancel(burst)
    if lastDrawings.count >= Self.capacity { lastDrawings = [:] }
    lastDrawings[burst] = now
  }
}
