// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import MessageDelivery
import Messages
import NameDirectory
import Realm

/// The question to this machine's relay for its state, and for who is logged in where.
struct RelayProbe {
  let context: CommandContext

  /// How long the answer may take.
  private static let timeLimit = Duration.seconds(4)

  /// Asks about a recipient of the realm.
  func ask(about recipient: Recipient) -> Result<RelayStatus, DeliveryFailure> {
    var request = DeliveryRequest(
      to: [recipient], text: "A probe of messngr: there is nothing to do.",
      accountName: context.account.name)
    request.attributes.isProbe = true
    request.mayUseSpool = false
    request.deadline = .after(RelayProbe.timeLimit)
    switch context.sender.send(request).first?.result {
    case .success(let reached)?:
      guard let status = RelayStatus(reached.answer ?? "") else {
        return .failure(.notReached(.stored, reached: nil))
      }
      return .success(status)
    case .failure(let failure)?: return .failure(failure)
    case nil: return .failure(.recipient(.noRelay(recipient)))
    }
  }
}
