// SPDX-License-Identifier: Apache-2.0

import Fleet
import LinuxSystem

/// The answers of servers that the outbox has not taken yet.
///
/// The outbox takes many at once where many messages are on their way, so that it writes to its file less often.
final class PublishAnswers<Item: Sendable>: Sendable {
  /// What became of a message: its place in the stream.
  typealias Answer = (item: Item, result: Result<UInt64, StreamError>)

  private struct State {
    var answers: [Answer] = []
    var mustRestart = false

    /// How many messages are without an answer.
    var underwayCount = 0
  }

  /// How many answers the outbox takes at once, while others are still to come.
  private static var sufficientCount: Int { 128 }

  private let state = Guarded(spinning: State())

  /// Expects more answers.
  func expect(_ count: Int) { state.withLock { $0.underwayCount += count } }

  /// Adds an answer.
  ///
  /// - Returns: Whether the outbox is to take the answers now.
  func add(_ answer: Answer) -> Bool {
    state.withLock { state in
      state.answers.append(answer)
      state.underwayCount -= 1
      if case .failure = answer.result { return true }
      return state.underwayCount == 0 || state.answers.count == PublishAnswers.sufficientCount
    }
  }

  /// Asks for a look at all messages that wait.
  func restart() { state.withLock { $0.mustRestart = true } }

  /// The answers since the last call, and whether all messages that wait are to be looked at.
  func take() -> (answers: [Answer], mustRestart: Bool) {
    state.withLock { state in
      defer { (state.answers, state.mustRestart) = ([], false) }
      return (state.answers, state.mustRestart)
    }
  }
}
