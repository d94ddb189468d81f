// SPDX-License-Identifier: Apache-2.0

package import Accounts
package import LinuxSystem
import Mailslots
package import Messages

/// The delivery of several messages to one user of this machine, one after the other.
///
/// It blocks its thread; ``MultiUserDelivery`` does not.
package struct UserDelivery {
  /// What happened to a message.
  package enum Outcome: Equatable, Sendable {
    /// The agent has it, in this state.
    case reached(MessageState, answer: String?)

    /// It waits in the spool.
    case spooled

    /// The agent refuses it.
    case refused(Win32Error)

    /// No agent of the user runs.
    case absent

    /// The agent has not answered in time, or its mailslot cannot be used.
    case undecided
  }

  private let account: Account
  private let paths: Paths

  /// Prepares deliveries to a user.
  package init(to account: Account, paths: Paths) {
    self.account = account
    self.paths = paths
  }

  /// Whether an agent of the user runs: its mailslot has a reader.
  package var hasMailslot: Bool {
    paths.mailslots(of: account).contains { path in
      guard let directory = try? TrustedDirectory(path, ownedBy: account.userID) else {
        return false
      }
      return
        (try? MailslotWriter(
          opening: .messenger, in: directory, ownedBy: account.userID,
          maximumMessageSize: MailslotBody.maximumByteCount)) != nil
    }
  }

  /// Delivers messages: all of them are in the mailslot before this waits for the first receipt.
  ///
  /// - Parameters:
  ///   - bodies: What ``MailslotBody/encode(_:rawText:)`` returned.
  ///   - goal: The state for which this waits: stored, or queued where the user is the relay.
  ///   - usesSpool: Whether a message waits in the spool that the agent has neither stored nor refused.
  /// - Returns: One outcome for each message, in their order.
  package func deliver(
    _ bodies: [[UInt8]], until goal: MessageState = .stored, before deadline: Deadline,
    usesSpool: Bool = false
  ) -> [Outcome] {
    let deliveries = bodies.map { LocalDelivery(of: $0, to: account, paths: paths) }
    for delivery in deliveries {
      delivery.write(until: deadline)
      // The others would not fare better.
      if !delivery.isWritten { break }
    }
    return deliveries.map { delivery in
      if delivery.isWritten { delivery.wait(for: goal, until: deadline) }
      if usesSpool { delivery.spool() }
      return delivery.outcome
    }
  }
}

extension LocalDelivery {
  fileprivate var outcome: UserDelivery.Outcome {
    switch result(goal: .queued) {
    case .success(let reached) where reached.isInSpool: .spooled
    case .success(let reached): .reached(reached.state, answer: reached.answer)
    case .failure(.refused(let code)): .refused(code)
    case .failure(.noMailslot): .absent
    case .failure: .undecided
    }
  }
}
