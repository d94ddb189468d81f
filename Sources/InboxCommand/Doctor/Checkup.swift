// SPDX-License-Identifier: Apache-2.0

import Places

/// Everything that lies between a sender and a recipient, looked at in its order.
struct Checkup {
  private let account: Account
  private let surroundings: Surroundings

  /// Prepares a look at the way to an account.
  init(of account: Account, in surroundings: Surroundings) {
    self.account = account
    self.surroundings = surroundings
  }

  /// Looks at everything, and sends a probe where somebody reads.
  ///
  /// - Parameter report: Is given each finding as soon as it is there.
  func run(_ report: (Finding) throws -> Void) async throws {
    let mailslot = MailslotCheck(of: account, in: surroundings)
    let kind = account.userID == surroundings.account.userID ? "you: " : ""
    try report(Finding("name", .good, "\(kind)\(account.name), uid \(account.userID)"))
    try mailslot.findings().forEach(report)
    try SpoolCheck(of: account, in: surroundings).findings().forEach(report)
    try report(KernelCheck().finding())
    if account.userID == surroundings.account.userID {
      for finding in await OwnAgentCheck(in: surroundings, slot: mailslot.slot).findings() {
        try report(finding)
      }
    }
    try report(Probe(to: account, in: surroundings).send(isReaderThere: mailslot.isReaderThere))
  }
}
