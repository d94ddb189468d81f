// SPDX-License-Identifier: Apache-2.0

import Messages

/// The state of a job between runs: its failures in a row, and the message about them.
struct JobState: Equatable, Sendable {
  /// How many runs in a row have failed.
  private(set) var failureCount = 0

  /// When the first of them failed.
  private(set) var since: UnixTime?

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
  /// A recovery is news only if a message about the failure was sent.
  ///
  /// - Parameters:
  ///   - isSuccess: Whether the run succeeded.
  ///   - time: When it ended.
  ///   - tellsSuccess: Whether each success is news.
  /// - Returns: The news, if there are any, and the message that they replace.
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
    message = values["message"].flatMap { MessageID($0) }
  }

  /// The state as lines of `key=value`; `nil` for a job that succeeded, which needs no file.
  var text: String? {
    guard let since else { return nil }
    var text = "failures=\(failureCount)\nsince=\(since.milliseconds)\n"
    if let message { text += "message=\(message)\n" }
    return text
  }
}
