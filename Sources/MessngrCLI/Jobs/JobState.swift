// SPDX-License-Identifier: Apache-2.0

import Messages

/// The state of a job between runs: its failures in a row, and the message about them.
struct JobState: Equatable, Sendable {
  /// How many runs in a row have failed.
  private(set) var failureCount = 0

  /// When the first of them failed.
  private(set) var since: UnixTime?

  /// When the last of them failed.
  private(set) var latest: UnixTime?

  /// The last message that was sent about it, which the next one replaces.
  private(set) var message: MessageID?

  /// The state of a job that succeeded, or has never run.
  init() {}

  /// The news when a job ends.
  enum News: Equatable, Sendable {
    /// It failed, for that many times in a row.
    case failed(count: Int, since: UnixTime)

    /// It succeeded after that many failures.
    case recovered(count: Int, since: UnixTime)

    /// It succeeded, as it did the last time.
    case succeeded
  }

  /// Records the end of a run.
  ///
  /// A recovery is news only if a message about the failure was sent. A run that began before the last
  /// failure does not end it: two runs at once say nothing about each other.
  ///
  /// - Parameters:
  ///   - isSuccess: Whether the run succeeded.
  ///   - start: When it began.
  ///   - time: When it ended.
  ///   - tellsSuccess: Whether each success is news.
  /// - Returns: The news, if there are any, and the message that they replace.
  mutating func finish(
    isSuccess: Bool, from start: UnixTime, at time: UnixTime, tellsSuccess: Bool
  ) -> (news: News, replaces: MessageID?)? {
    let before = self
    guard isSuccess else {
      failureCount += 1
      let first = since ?? time
      since = first
      latest = time
      return (.failed(count: failureCount, since: first), before.message)
    }
    // A failure in the future is one of a clock that was wrong.
    if let latest, start < latest, latest <= time {
      return tellsSuccess ? (.succeeded, nil) : nil
    }
    self = JobState()
    if let message = before.message, let since = before.since {
      return (.recovered(count: before.failureCount, since: since), message)
    }
    return tellsSuccess ? (.succeeded, nil) : nil
  }

  /// Records that a message about the failure was sent.
  mutating func note(sent id: MessageID) {
    message = id
  }
}

extension JobState {
  /// Reads the text of a state; `nil` when it is not one.
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
    latest = values["latest"].flatMap { Int64($0) }.map { UnixTime(milliseconds: $0) }
    message = values["message"].flatMap { MessageID($0) }
  }

  /// The state as lines of `key=value`; `nil` for a job that succeeded, which needs no file.
  var text: String? {
    guard let since else { return nil }
    var text = "failures=\(failureCount)\nsince=\(since.milliseconds)\n"
    if let latest { text += "latest=\(latest.milliseconds)\n" }
    if let message { text += "message=\(message)\n" }
    return text
  }
}
