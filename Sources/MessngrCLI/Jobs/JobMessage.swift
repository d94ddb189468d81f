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
  ///   - host: The machine on which it ran.
  ///   - tail: The end of its output.
  init(
    _ news: JobState.News, job: JobName, end: JobEnd, duration: Duration, host: String,
    tail: String, now: WallTime
  ) {
    let name = MessageText.displayedOnOneLine(job.text)
    func times(_ count: Int, _ since: UnixTime) -> String {
      "\(count) times in a row since \(WallTime(since, in: now.zone).moment(at: now))"
    }
    let line: String
    switch news {
    case .failed(let count, let since):
      title = "\(name) failed"
      urgency = .critical
      let again = count > 1 ? ", \(times(count, since))" : ""
      if case .notStarted = end {
        line = "\(end) on \(host)\(again)"
      } else {
        line = "\(end) after \(duration.text) on \(host)\(again)"
      }
    case .recovered(let count, let since):
      title = "\(name) recovered"
      urgency = .normal
      let before =
        count > 1
        ? "had failed \(times(count, since))"
        : "had failed at \(WallTime(since, in: now.zone).moment(at: now))"
      line = "\(end) after \(duration.text) on \(host); \(before)"
    case .succeeded:
      title = "\(name) finished"
      urgency = .normal
      line = "\(end) after \(duration.text) on \(host)"
    }
    text = tail.isEmpty ? line : "\(line)\n\n\(tail)"
  }
}
