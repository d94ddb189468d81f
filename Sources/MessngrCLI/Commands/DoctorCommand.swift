// SPDX-License-Identifier: Apache-2.0

import Accounts
import ArgumentParser
import Console
import Messages
import NameDirectory

/// `messngr doctor`: checks everything between a sender and a recipient.
struct DoctorCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Check the way to a recipient, and print how to solve problems.",
    discussion: """
      Examples:
        messngr doctor
        messngr doctor ops
        messngr doctor ann@lab          the way to another machine of the realm lab
        messngr doctor ops --json

      Without a name it checks the way to you, with more checks. The last check is a probe, which the \
      agent answers and does not show. The exit status is 0 when no check is BAD, and else the one with which \
      netsend or messngrd would end because of the first that is.
      """)

  @Argument(help: "A user of this machine, or NAME@REALM.", completion: .users)
  var name: String?

  @Flag(help: "Print one JSON object for each check.")
  var json = false

  func run(in context: CommandContext) async throws -> Int32 {
    var failure: ExitStatus?
    if let name, case .realm? = try? Recipient(name), let recipient = try? Recipient(name) {
      for finding in RealmCheck(of: recipient, in: context).findings() {
        failure = failure ?? finding.failure
        try context.print(json ? finding.jsonLine(account: name) : finding.text(context.style))
      }
      return (failure ?? .success).rawValue
    }
    for account in try accounts(context) {
      try await Checkup(of: account, in: context).run { finding in
        failure = failure ?? finding.failure
        try context.print(
          json ? finding.jsonLine(account: account.name) : finding.text(context.style))
      }
    }
    return (failure ?? .success).rawValue
  }

  private func accounts(_ context: CommandContext) throws -> [Account] {
    guard let name else { return [context.account] }
    let recipient: Recipient
    do throws(MessageNameError) {
      recipient = try Recipient(name)
    } catch {
      throw CommandFailure("'\(name)' is not a recipient: \(error)", .usage)
    }
    return try find(recipient, context)
  }

  private func find(
    _ recipient: Recipient, _ context: CommandContext
  ) throws(CommandFailure) -> [Account] {
    do throws(RecipientError) {
      return try context.finder.accounts(for: recipient)
    } catch {
      throw CommandFailure("\(error); getent passwd lists the users", ExitStatus(error.code))
    }
  }
}
