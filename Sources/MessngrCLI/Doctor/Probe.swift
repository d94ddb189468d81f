// SPDX-License-Identifier: Apache-2.0

import Accounts
import LinuxSystem
import MessageDelivery
import Messages
import NameDirectory

/// A message that tests whether messages arrive; the agent answers it and does not show it.
struct Probe {
  private let account: Account
  private let context: CommandContext

  /// How long the answer may take.
  private static let timeLimit = Duration.seconds(3)

  /// Prepares a probe.
  init(to account: Account, in context: CommandContext) {
    self.account = account
    self.context = context
  }

  /// Sends the probe and waits for its receipt.
  func send(isReaderThere: Bool) throws -> Finding {
    guard isReaderThere else {
      return Finding("probe", .note, "not sent, because no agent would answer")
    }
    var request = DeliveryRequest(
      to: [.name(try MessageName(account.name))],
      text: "A probe of messngr doctor: there is nothing to do.",
      accountName: context.account.name)
    request.attributes.isProbe = true
    request.attributes.urgency = .low
    request.mayUseSpool = false
    request.deadline = .after(Probe.timeLimit)
    let start = ContinuousClock.now
    let outcomes = context.sender.send(request)
    let time = start.duration(to: .now)
    return Probe.finding(outcomes, after: time)
  }

  private static func finding(_ outcomes: [DeliveryOutcome], after time: Duration) -> Finding {
    switch outcomes.first?.result {
    case .success(let reached)?:
      let (seconds, attoseconds) = time.components
      let microseconds = seconds * 1_000_000 + attoseconds / 1_000_000_000_000
      let answer =
        reached.answer.map { " by messngrd \(MessageText.displayedOnOneLine($0, limit: 200))" }
        ?? ""
      return Finding(
        "probe", .good,
        "answered after \(microseconds / 1000).\(microseconds / 100 % 10) ms\(answer)"
      )
    case .failure(let failure)?:
      return Finding("probe", .bad(failure.exitStatus), failure.description)
    case nil: return Finding("probe", .note, "not sent")
    }
  }
}
