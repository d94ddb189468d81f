// SPDX-License-Identifier: Apache-2.0

import Messages
import NameDirectory

/// A message on its way to one recipient, or the reason why it has no way.
struct OutgoingMessage {
  /// The way of a message.
  indirect enum Way {
    /// To a user of this machine.
    case local(LocalDelivery)

    /// Over the network.
    case remote(RemoteDelivery)

    /// None.
    case failed(DeliveryFailure)
  }

  /// The recipient as the request has it.
  let recipient: Recipient

  /// The recipient as the outcome names it.
  let label: String

  let id: MessageID
  let way: Way

  var localDelivery: LocalDelivery? {
    if case .local(let delivery) = way { delivery } else { nil }
  }

  var remoteDelivery: RemoteDelivery? {
    if case .remote(let delivery) = way { delivery } else { nil }
  }

  /// What became of the message.
  ///
  /// - Parameter mayUseSpool: Whether the spool could have taken it.
  func outcome(goal: MessageState, mayUseSpool: Bool) -> DeliveryOutcome {
    var result: DeliveryOutcome.Result =
      switch way {
      case .local(let delivery): delivery.result(goal: goal)
      case .remote(let delivery): delivery.result(goal: goal)
      case .failed(let failure): .failure(failure)
      }
    if !mayUseSpool, case .failure(.noMailslot(let account)) = result {
      result = .failure(.away(account))
    }
    return DeliveryOutcome(recipient: label, id: id, result: result)
  }
}
