// SPDX-License-Identifier: Apache-2.0

import Accounts

/// All checks of the way from a sender to a recipient, in their order.
struct Checkup {
  private let account: Account
  private let context: CommandContext

  /// Prepares the checks of the way to an account.
  init(of account: Account, in context: CommandContext) {
    self.account = account
    self.context = context
  }

  /// Runs all checks, and sends a probe if an agent reads the mailslot.
  ///
  /// - Parameter report: Gets each finding at once.
  func run(_ report: (Finding) throws -> Void) async throws {
    let mailslot = MailslotCheck(of: account, in: context)
    let kind = account.userID == context.account.userID ? "you: " : ""
    try report(Finding("name", .good, "\(kind)\(account.name), uid \(account.userID)"))
    try mailslot.findings().forEach(report)
    try SpoolCheck(of: account, in: context).findings(hasAgent: mailslot.isReaderThere)
      .forEach(report)
    try report(KernelCheck(in: context).finding())
    if account.userID == context.account.userID {
      try ConfigurationCheck(in: context).findings().forEach(report)
      if let finding = UnitCheck(in: context).finding() { try report(finding) }
      for finding in await OwnAgentCheck(in: context, slot: mailslot.slot).findings() {
        try report(finding)
      }
    }
    try report(Probe(to: account, in: context).send(isReaderThere: mailslot.isReaderThere))
  }
}
