// SPDX-License-Identifier: Apache-2.0

import Accounts
import Messages
import NameDirectory

/// A message on its way to one recipient, or the reason why it has no way.
struct OutgoingMessage {
  /// The way of a message.
  indirect enum Way {
    /// To a user of this machine.
    case local(LocalDelivery)

    /// To the relay of this machine, and through it to other machines of the realm.
    case relay(LocalDelivery)

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

  /// The delivery to a mailslot of this machine, also to the relay's.
  var localDelivery: LocalDelivery? {
    switch way {
    case .local(let delivery), .relay(let delivery): delivery
    case .remote, .failed: nil
    }
  }

  /// The user of this machine who gets the message.
  var userID: UInt32? {
    if case .local(let delivery) = way { delivery.account.userID } else { nil }
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
      case .local(let delivery), .relay(let delivery): delivery.result(goal: goal)
      case .remote(let delivery): delivery.result(goal: goal)
      case .failed(let failure): .failure(failure)
      }
    if !mayUseSpool, case .failure(.noMailslot(let account)) = result {
      result = .failure(.away(account))
    }
    if case .relay = way, case .failure(.noMailslot) = result {
      result = .failure(.recipient(.noRelay(recipient)))
    }
    return DeliveryOutcome(recipient: label, id: id, result: result)
  }
}
