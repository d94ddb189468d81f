// SPDX-License-Identifier: Apache-2.0

import Accounts
import ArgumentParser
import Console
import LinuxSystem
import NameDirectory

/// `messngr recipients`: prints the names to which a user can send, for the completions of the shells.
struct RecipientsCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "recipients",
    abstract: "Print the names to which you can send, for the completions of shells.",
    shouldDisplay: false)

  /// The numbers of accounts that belong to people; of others only root reads messages: login.defs(5).
  private static let people: ClosedRange<UInt32> = 1000...60_000

  func run(in context: CommandContext) async throws -> Int32 {
    let users = RecipientsCommand.entries(in: "passwd").filter { line in
      line.count > 2
        && UInt32(line[2]).map { $0 == 0 || RecipientsCommand.people.contains($0) } == true
    }
    let groups = RecipientsCommand.entries(in: "group").filter { $0.count > 3 && !$0[3].isEmpty }
    let table = AliasTable(
      paths: context.paths, accounts: context.accounts, hostName: context.hostName)
    let names =
      users.map { $0[0] } + groups.map { "@\($0[0])" } + table.all().map(\.name)
      + ["/users", "/domain"]
    try context.print(Set(names).sorted().joined(separator: "\n"))
    return ExitStatus.success.rawValue
  }

  /// The fields of each entry of a database that lists its entries; getent(1).
  private static func entries(in database: String) -> [[String]] {
    let bytes = try? ProgramOutput.read(
      from: "/usr/bin/getent", [database], until: .after(.seconds(2)))
    let text = String(decoding: bytes ?? [], as: UTF8.self)
    return text.split(separator: "\n").map {
      $0.split(separator: ":", omittingEmptySubsequences: false).map { String($0) }
    }
  }
}

extension CompletionKind {
  /// The names to which the user can send, by a command that works in every shell.
  ///
  /// It has no colon, which would end a field of zsh's completions.
  static var users: CompletionKind { .shellCommand("messngr recipients 2> /dev/null") }
}
