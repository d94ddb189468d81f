// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import LinuxSystem
import MessengerRelay

/// `messngr-relay stream`: makes the stream of a realm on its servers.
struct StreamCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stream",
    abstract: "Make the stream of a realm on its servers, or change its settings.",
    discussion: """
      Examples:
        messngr-relay stream --directory ~/realm            three copies of each message, for 30 days
        messngr-relay stream --directory ~/realm --copies 1 for a realm with one server

      The directory is that of the realm's authority, which "messngr realm init" has made. This is \
      done once, when the servers run.
      """)

  @Option(help: "The directory of the realm's authority.", completion: .directory)
  var directory = "."

  @Option(help: "The servers as URLs, in place of those of the list.")
  var servers: [String] = []

  @Option(help: "On how many servers each message is; without it three, where there are three.")
  var copies: Int?

  @Option(help: "How many days a message is kept.")
  var days = 30

  func run() throws {
    do {
      try Workers.run { () async -> Result<Void, any Error> in
        do {
          let text = try await RealmSetup(
            directory: FilePath(directory), servers: servers, copies: copies, days: days
          ).makeStream()
          print(text)
          return .success(())
        } catch {
          return .failure(error)
        }
      }
    } catch let error as RelayError {
      RelayCommand.complain(error.description)
      throw ExitCode(error.exitStatus)
    }
  }

  func validate() throws {
    if let copies, ![1, 3, 5].contains(copies) {
      throw ValidationError("--copies takes 1, 3 or 5")
    }
    guard (1...3650).contains(days) else { throw ValidationError("--days takes 1 to 3650") }
  }
}
