// SPDX-License-Identifier: Apache-2.0

import LinuxSystem
import Messages

/// The message about a job that ended.
struct JobMessage: Equatable, Sendable {
  /// The title.
  let title: String

  /// The text.
  let text: String

  /// The urgency.
  let urgency: Urgency

  /// Writes the message.
  ///
  /// - Parameters:
  ///   - alarm: The urgency of a failure.
  ///   - host: The machine on which it ran.
  ///   - tail: The end of its output.
  init(
    _ news: JobState.News, job: Job, end: JobEnd, alarm: Urgency, duration: Duration,
    host: String, tail: String, now: WallTime
  ) {
    func times(_ count: Int, _ since: UnixTime) -> String {
      "\(count) times in a row since \(WallTime(since, in: now.zone).moment(at: now))"
    }
    let line: String
    switch news {
    case .failed(let count, let since):
      title = "\(job.title) failed"
      urgency = alarm
      let again = count > 1 ? ", \(times(count, since))" : ""
      if case .notStarted = end {
        line = "\(end) on \(host)\(again)"
      } else {
        line = "\(end) after \(duration.text) on \(host)\(again)"
      }
    case .recovered(let count, let since):
      title = "\(job.title) recovered"
      urgency = JobMessage.calm(alarm)
      let before =
        count > 1
        ? "had failed \(times(count, since))"
        : "had failed at \(WallTime(since, in: now.zone).moment(at: now))"
      line = "\(end) after \(duration.text) on \(host); \(before)"
    case .succeeded:
      title = "\(job.title) finished"
      urgency = JobMessage.calm(alarm)
      // A list shows the title before it, which says that the job finished.
      line = "took \(duration.text) on \(host)"
    }
    text = tail.isEmpty ? line : "\(line)\n\n\(tail)"
  }

  /// The urgency of good news, which is never greater than that of a failure.
  private static func calm(_ alarm: Urgency) -> Urgency { alarm == .low ? .low : .normal }
}
