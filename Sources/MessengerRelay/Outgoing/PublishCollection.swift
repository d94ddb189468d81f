// SPDX-License-Identifier: Apache-2.0

import Fleet
import LinuxSystem

/// The answers to messages that were published at once.
final class PublishCollection: Sendable {
  /// What became of a message: its place in the stream.
  typealias Answer = Result<UInt64, StreamError>

  private struct State {
    var answers: [Answer?]
    var missing: Int
  }

  private let state: Guarded<State>
  private let conclude: @Sendable ([Answer]) -> Void

  /// Waits for the answers to `count` messages; at least one.
  ///
  /// - Parameter conclude: Called when the last answer has come, with all of them in the order of the
  ///   messages.
  init(count: Int, _ conclude: @escaping @Sendable ([Answer]) -> Void) {
    state = Guarded(State(answers: Array(repeating: nil, count: count), missing: count))
    self.conclude = conclude
  }

  /// Notes the answer to a message.
  func note(_ answer: Answer, at index: Int) {
    let all = state.withLock { state -> [Answer]? in
      state.answers[index] = answer
      state.missing -= 1
      return state.missing == 0 ? state.answers.compactMap(\.self) : nil
    }
    if let all { conclude(all) }
  }
}
