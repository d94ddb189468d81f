// SPDX-License-Identifier: Apache-2.0

import Fleet
import LinuxSystem

/// The answers to messages that were published at once.
final class PublishCollection: Sendable {
  /// What became of a message: its place in the stream.
  typealias Answer = Result<UInt64, StreamError>

  /// Publishes a message for each element, all at once, and waits for the answers.
  ///
  /// - Parameter publish: Publishes the message for an element, and notes its answer once.
  /// - Returns: The answers, in the order of the elements.
  static func answers<Element>(
    to elements: [Element],
    _ publish: (Element, _ note: @escaping @Sendable (Answer) -> Void) -> Void
  ) async -> [Answer] {
    guard !elements.isEmpty else { return [] }
    return await withCheckedContinuation { waiting in
      let collection = PublishCollection(count: elements.count) { waiting.resume(returning: $0) }
      for (index, element) in elements.enumerated() {
        publish(element) { collection.note($0, at: index) }
      }
    }
  }

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
  private init(count: Int, _ conclude: @escaping @Sendable ([Answer]) -> Void) {
    state = Guarded(State(answers: Array(repeating: nil, count: count), missing: count))
    self.conclude = conclude
  }

  /// Notes the answer to a message.
  private func note(_ answer: Answer, at index: Int) {
    let all = state.withLock { state -> [Answer]? in
      state.answers[index] = answer
      state.missing -= 1
      return state.missing == 0 ? state.answers.compactMap(\.self) : nil
    }
    if let all { conclude(all) }
  }
}
