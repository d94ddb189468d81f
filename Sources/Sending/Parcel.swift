// SPDX-License-Identifier: Apache-2.0

import Messages

/// A message for one recipient, or why there can be none.
struct Parcel {
  /// The way a message goes.
  enum Content {
    /// To a user of this machine.
    case local(Sendoff)

    /// Over the network.
    case remote(RemoteSendoff)

    /// Nowhere.
    case failed(SendFailure)
  }

  let recipient: String
  let id: MessageID
  let content: Content

  var sendoff: Sendoff? {
    if case .local(let sendoff) = content { sendoff } else { nil }
  }

  var remoteSendoff: RemoteSendoff? {
    if case .remote(let sendoff) = content { sendoff } else { nil }
  }

  func outcome(goal: MessageState) -> SendOutcome {
    switch content {
    case .local(let sendoff): sendoff.outcome(for: recipient, goal: goal)
    case .remote(let sendoff): outcome(sendoff.reached, goal: goal)
    case .failed(let failure): outcome(.failure(failure), goal: goal)
    }
  }

  /// Nothing that happens behind the network's own answer is ever heard of.
  private func outcome(
    _ result: Result<SendOutcome.Reached, SendFailure>, goal: MessageState
  ) -> SendOutcome {
    var result = result
    if case .success(let reached) = result, !reached.state.hasReached(goal) {
      result = .failure(.notReached(goal, reached: reached.state))
    }
    return SendOutcome(recipient: recipient, id: id, result: result)
  }
}
