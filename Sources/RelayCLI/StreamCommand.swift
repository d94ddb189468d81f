// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import DaemonCLI
import DaemonSupport
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
      done once, when the servers run. Exit status: 0 done, 64 wrong usage, 69 no server answers, \
      77 the servers refuse the certificate, 78 a file of the realm has errors, or the servers refuse \
      the settings.
      """)

  @Option(help: "The directory of the realm's authority.", completion: .directory)
  var directory = "."

  @Option(help: "The servers as URLs, in place of those of the list.")
  var servers: [String] = []

  @Option(help: "On how many servers each message is; without it three, where there are three.")
  var copies: Int?

  @Option(help: "How many days a message is kept.")
  var days = 30

  @Option(
    help: ArgumentHelp(
      "How much room all messages together have on a server: 512 MiB, 20 GiB.", valueName: "size"))
  var bytes = "1 GiB"

  private static let byteForm = ValueForm<Int>.byteCount(1 << 20...1 << 45)

  func run() throws {
    let setup = RealmSetup(
      directory: FilePath(directory), servers: servers, copies: copies, days: days,
      byteCount: StreamCommand.byteForm.read(bytes) ?? 0)
    try DaemonOptions<RelayConfiguration>.reportingFailures {
      try Workers.run { () async -> Result<Void, any Error> in
        do {
          print(try await setup.makeStream())
          return .success(())
        } catch {
          return .failure(error)
        }
      }
    }
  }

  func validate() throws {
    if let copies, ![1, 3, 5].contains(copies) {
      throw ValidationError("--copies takes 1, 3 or 5")
    }
    guard StreamCommand.byteForm.read(bytes) != nil else {
      throw ValidationError("--bytes takes \(StreamCommand.byteForm.allowed)")
    }
    guard (1...3650).contains(days) else { throw ValidationError("--days takes 1 to 3650") }
  }
}
