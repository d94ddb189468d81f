// SPDX-License-Identifier: Apache-2.0

import Accounts
import ArgumentParser
import Console
import Messages
import NameDirectory

/// `messngr name`: other names by which messages reach you, like `net name`.
struct NameCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "name",
    abstract: "List, add and delete names by which messages reach you.",
    discussion: """
      Examples:
        messngr name                    list your names
        messngr name OPS add            take the name OPS
        messngr name OPS delete         give up the name OPS

      "messngr name list" lists the names of all users. A name has up to 15 bytes, belongs to one user of \
      this machine, and is valid while that user's agent runs. Login names, the machine's name and names \
      that look like others are refused. The error codes are those of Windows: 2276, 2277, 2278, 2284, \
      2285, 2297.
      """)

  @Argument(help: "The name, or list.", completion: .list(["list"]))
  var name: String?

  @Argument(help: "add (the default) or delete.", completion: .list(["add", "delete"]))
  var action: String?

  @Flag(help: "Print a JSON object for each name.")
  var json = false

  func run(in context: CommandContext) async throws -> Int32 {
    let table = AliasTable(
      paths: context.paths, accounts: context.accounts,
      hostName: context.hostName)
    switch (name, action?.lowercased()) {
    case (nil, _): try list(table.names(of: context.account), context)
    case ("list", nil): try list(table.all(), context)
    case (let name?, nil), (let name?, "add"), (let name?, "/add"):
      try change(name, "\(name.uppercased()) reaches you now", context) {
        (name) throws(AliasTableError) in try table.add(name, for: context.account)
      }
    case (let name?, "delete"), (let name?, "/delete"):
      try change(name, "\(name.uppercased()) does not reach you any more", context) {
        (name) throws(AliasTableError) in try table.delete(name, for: context.account)
      }
    case (_, let action?):
      throw CommandFailure("'\(action)' is neither add nor delete", .usage)
    }
    return ExitStatus.success.rawValue
  }

  private func change(
    _ text: String, _ done: String, _ context: CommandContext,
    _ change: (MessageName) throws(AliasTableError) -> Void
  ) throws {
    do {
      try change(try MessageName(text))
    } catch let error as AliasTableError {
      throw CommandFailure(error.description, error.exitStatus)
    } catch let error as MessageNameError {
      throw CommandFailure("'\(text)' is not a name: \(error)", .usage)
    }
    context.note(done)
  }

  private func list(_ entries: [AliasEntry], _ context: CommandContext) throws {
    for entry in entries {
      guard json else {
        try context.print("\(TextWidth.padded(entry.name, to: 16))\(entry.account.name)")
        continue
      }
      var line = JSONLine()
      line.add("name", entry.name)
      line.add("user", entry.account.name)
      line.add("uid", entry.account.userID)
      try context.print(line.text)
    }
  }
}
