// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Messages
import Places
import Sending

/// `messngr name`: other names under which messages reach you, as `net name` has them.
struct NameCommand: Errand {
  static let configuration = CommandConfiguration(
    commandName: "name",
    abstract: "List, add and delete names that messages reach you under.",
    discussion: """
      Examples:
        messngr name                    list your names
        messngr name OPS add            take the name OPS
        messngr name OPS delete         give it up

      "messngr name list" lists everybody's. A name has up to 15 bytes, is one user's on this machine, \
      and holds as long as that user's agent runs; login names and the machine's name are nobody's to \
      take, and names that can be taken for others are refused. The codes are those of Windows: 2276, 2277, 2278, 2284, 2285, 2297.
      """)

  @Argument(help: "The name, or list.", completion: .list(["list"]))
  var name: String?

  @Argument(help: "add (the default) or delete.", completion: .list(["add", "delete"]))
  var action: String?

  @Flag(help: "Print a JSON object for each name.")
  var json = false

  func run(in surroundings: Surroundings) async throws -> Int32 {
    let table = NameTable(
      places: surroundings.places, accounts: surroundings.accounts,
      hostName: surroundings.hostName)
    switch (name, action?.lowercased()) {
    case (nil, _): try list(table.names(of: surroundings.account), surroundings)
    case ("list", nil): try list(table.all(), surroundings)
    case (let name?, nil), (let name?, "add"), (let name?, "/add"):
      try change(name, "\(name.uppercased()) reaches you now", surroundings) {
        (name) throws(NameTableError) in try table.add(name, for: surroundings.account)
      }
    case (let name?, "delete"), (let name?, "/delete"):
      try change(name, "\(name.uppercased()) does not reach you any more", surroundings) {
        (name) throws(NameTableError) in try table.delete(name, for: surroundings.account)
      }
    case (_, let action?):
      throw CommandFailure("'\(action)' is neither add nor delete", .usage)
    }
    return ExitStatus.success.rawValue
  }

  private func change(
    _ text: String, _ done: String, _ surroundings: Surroundings,
    _ change: (MessageName) throws(NameTableError) -> Void
  ) throws {
    do {
      try change(try MessageName(text))
    } catch let error as NameTableError {
      throw CommandFailure(error.description, error.exitStatus)
    } catch let error as MessageNameError {
      throw CommandFailure("'\(text)' is no name: \(error)", .usage)
    }
    surroundings.note(done)
  }

  private func list(_ entries: [NameEntry], _ surroundings: Surroundings) throws {
    for entry in entries {
      guard json else {
        try surroundings.print("\(TextWidth.padded(entry.name, to: 16))\(entry.account.name)")
        continue
      }
      var line = JSONLine()
      line.add("name", entry.name)
      line.add("user", entry.account.name)
      line.add("uid", entry.account.userID)
      try surroundings.print(line.text)
    }
  }
}
