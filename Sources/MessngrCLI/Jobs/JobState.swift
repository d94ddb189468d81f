// SPDX-License-Identifier: Apache-2.0

import Messages

/// What is remembered of a job from one run to the next: its failures in a row, and what was said of
/// them.
struct JobState: Equatable, Sendable {
  /// How many runs in a row have failed.
  private(set) var failureCount = 0

  /// When the first of them failed.
  private(set) var since: UnixTime?

  /// The last message about it that was sent, whose place the next one takes.
  private(set) var message: MessageID?

  /// A job that is well, or is not known.
  init() {}

  /// What there is to say when a job has ended.
  enum News: Equatable, Sendable {
    /// It failed, the last of so many times in a row.
    case failed(count: Int, since: UnixTime)

    /// It succeeded after so many failures.
    case recovered(count: Int, since: UnixTime)

    /// It succeeded, as it did before.
    case succeeded
  }

  /// Notes how the job has ended.
  ///
  /// A recovery is news only to those who have heard of the failure.
  ///
  /// - Parameters:
  ///   - isSuccess: Whether it ended well.
  ///   - time: When.
  ///   - tellsSuccess: Whether each success is news.
  /// - Returns: What there is to say, and the message whose place it takes.
  mutating func finish(
    isSuccess: Bool, at time: UnixTime, tellsSuccess: Bool
  ) -> (news: News, replaces: MessageID?)? {
    let before = self
    guard isSuccess else {
      failureCount += 1
      let start = since ?? time
      since = start
      return (.failed(count: failureCount, since: start), before.message)
    }
    self = JobState()
    if let message = before.message, let since = before.since {
      return (.recovered(count: before.failureCount, since: since), message)
    }
    return tellsSuccess ? (.succeeded, nil) : nil
  }

  /// Notes that the news of a failure was sent.
  mutating func note(sent id: MessageID) {
    message = id
  }
}

extension JobState {
  /// Reads the text of a state; `nil` for everything else.
  init?(_ text: String) {
    var values: [Substring: Substring] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "=", maxSplits: 1)
      if parts.count == 2 { values[parts[0]] = parts[1] }
    }
    guard let count = values["failures"].flatMap({ Int($0) }), count > 0, count < .max,
      let since = values["since"].flatMap({ Int64($0) })
    else { return nil }
    failureCount = count
    self.since = UnixTime(milliseconds: since)
    message = values["message"].flatMap { MessageID($0) }
  }

  /// The state as lines of `key=value`; `nil` for a job that is well, of which nothing is kept.
  var text: String? {
    guard let since else { return nil }
    var text = "failures=\(failureCount)\nsince=\(since.milliseconds)\n"
    if let message { text += "message=\(message)\n" }
    return text
  }
}
