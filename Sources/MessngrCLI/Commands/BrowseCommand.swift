// SPDX-License-Identifier: Apache-2.0

import Accounts
import ArgumentParser
import Console
import LinuxSystem
import Mailslots
import MessageDelivery
import Messages
import NameDirectory
import NetBIOS
import NetBIOSClient
import Realm

/// `messngr browse`: lists the machines on the network, and the names that messages reach there.
struct BrowseCommand: AsyncSubcommand {
  static let configuration = CommandConfiguration(
    commandName: "browse",
    abstract: "List the machines on the network, and the names that messages reach there.",
    discussion: """
      Examples:
        messngr browse
        messngr browse --no-names       do not ask the machines for their names
        messngr browse --realm          the machines of the realm, and who is logged in there
        messngr browse --json

      Machines announce themselves every few minutes. messngr-gateway listens, and lists each for three \
      times as long. This command asks each for its names: "netsend NAME" reaches those listed under \
      "messages to". Nothing of this is proven. The exit status is 69 when no gateway listens.
      """)

  @Flag(help: "Print one JSON object for each machine.")
  var json = false

  @Flag(help: "Do not ask the machines for their names.")
  var noNames = false

  @Flag(help: "List the machines of the realm instead, with the users who are logged in.")
  var realm = false

  func run(in context: CommandContext) async throws -> Int32 {
    guard !realm else { return try listRealm(context) }
    let machines = try heard(context)
    let statuses = try statuses(of: machines, context)
    let format = MachineFormat(style: context.style, now: context.now)
    let rows = machines.map { machine in
      let names = statuses?[machine.address]
      return json
        ? format.jsonLine(machine, names) : format.row(machine, names, wasAsked: statuses != nil)
    }
    if rows.isEmpty {
      context.note("no machine has announced itself; some do so only every 12 minutes")
    } else {
      try context.print(((json ? [] : [format.heading]) + rows).joined(separator: "\n"))
    }
    return ExitStatus.success.rawValue
  }

  private func listRealm(_ context: CommandContext) throws -> Int32 {
    guard let names = context.finder.realmNames() else {
      throw CommandFailure(
        "no messngr-relay runs on this machine: systemctl enable --now messngr-relay, or see "
          + "messngr-relay(8)", .unavailable)
    }
    let status: RelayStatus
    switch RelayProbe(context: context).ask(about: .realm(name: "*", realm: names.realm)) {
    case .success(let answer): status = answer
    case .failure(let failure): throw CommandFailure(failure.description, failure.exitStatus)
    }
    guard status.server != nil else {
      throw CommandFailure(
        "no server of the realm \(status.realm) answers: messngr doctor NAME@\(status.realm) tells more",
        .unavailable)
    }
    let format = PresenceFormat(style: context.style)
    let rows = status.present.map {
      json ? format.jsonLine($0, in: status.realm) : format.row($0)
    }
    try context.print(((json ? [] : [format.heading]) + rows).joined(separator: "\n"))
    return ExitStatus.success.rawValue
  }

  private func heard(_ context: CommandContext) throws -> [BrowseEntry] {
    do {
      return try BrowseListFile(at: context.paths.heardMachines).read(at: context.clock())
        .sorted {
          ($0.workgroup, $0.name, $0.address.rawValue) < (
            $1.workgroup, $1.name, $1.address.rawValue
          )
        }
    } catch Errno.noSuchFileOrDirectory {
      throw CommandFailure(
        "no gateway listens to the network: systemctl enable --now messngr-gateway, or see "
          + "messngr-gateway(8) where Samba's nmbd has the port", .unavailable)
    }
  }

  /// The names of the machines by their addresses; `nil` when the machines are not asked.
  private func statuses(
    of machines: [BrowseEntry], _ context: CommandContext
  ) throws -> [IPv4Address: NodeStatus]? {
    guard !noNames, !machines.isEmpty else { return nil }
    let settings: NetworkSettings
    do throws(NetworkSettingsError) {
      settings = try NetworkSettings(reading: context.paths.networkSettings)
    } catch {
      throw CommandFailure(error.description, .usage)
    }
    guard settings.use != .never else {
      context.note(
        "the machines are not asked for their names: \(context.paths.networkSettings) says "
          + "network = never")
      return nil
    }
    do throws(NetworkFailure) {
      return try NameSurvey(settings).statuses(
        of: Set(machines.map(\.address)), until: .after(.seconds(3)))
    } catch {
      context.note("the machines cannot be asked for their names: \(error)")
      return nil
    }
  }
}
