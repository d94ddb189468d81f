// SPDX-License-Identifier: Apache-2.0

import Accounts
import Inbox
import LinuxSystem
import MessageDelivery
import Messages

/// The agent of one user of this machine, as the relay reaches it.
struct AgentMailslot: Sendable {
  /// The user.
  let account: Account

  private let paths: Paths

  /// Where a task delivers best: a delivery waits for the agent.
  let executor: BlockingExecutor

  /// How long an agent may take to store messages.
  private static let timeout: Duration = .seconds(5)

  init(of account: Account, paths: Paths) {
    self.account = account
    self.paths = paths
    executor = BlockingExecutor(label: "messngr.relay.\(account.name)")
  }

  /// Delivers messages, one after the other.
  func deliver(_ bodies: [[UInt8]]) async -> [UserDelivery.Outcome] {
    guard !bodies.isEmpty else { return [] }
    return await executor.run { [account, paths] in
      UserDelivery(to: account, paths: paths).deliver(
        bodies, before: .after(AgentMailslot.timeout))
    }
  }

  /// Tells the agent what the user has done elsewhere.
  func tell(_ report: StateReport) async -> UserDelivery.Outcome {
    var message = Message(from: Account.relayName, to: account.name, text: report.description)
    message.attributes.isReport = true
    guard let body = try? MailslotBody.encode(message) else { return .refused(.invalidParameter) }
    return await deliver([body]).first ?? .absent
  }

  /// Whether an agent of the user runs.
  var isPresent: Bool { UserDelivery(to: account, paths: paths).hasMailslot }
}
