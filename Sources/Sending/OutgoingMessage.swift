// SPDX-License-Identifier: Apache-2.0

import Messages

/// A message for one recipient, or why there can be none.
struct OutgoingMessage {
  /// The way a message goes.
  enum Content {
    /// To a user of this machine.
    case local(LocalDelivery)

    /// Over the network.
    case remote(RemoteDelivery)

    /// Nowhere.
    case failed(SendFailure)
  }

  let recipient: String
  let id: MessageID
  let content: Content

  var delivery: LocalDelivery? {
    if case .local(let delivery) = content { delivery } else { nil }
  }

  var remoteDelivery: RemoteDelivery? {
    if case .remote(let delivery) = content { delivery } else { nil }
  }

  func outcome(goal: MessageState) -> SendOutcome {
    switch content {
    case .local(let delivery): delivery.outcome(for: recipient, goal: goal)
    case .remote(let delivery): outcome(delivery.reached, goal: goal)
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
