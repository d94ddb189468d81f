// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import Mailslots
import Messages
import NetBIOS
import Places
import Sending
import SystemPackage

/// `messngr browse`: lists the machines on the network, and who can be reached there.
struct BrowseCommand: Errand {
  static let configuration = CommandConfiguration(
    commandName: "browse",
    abstract: "List the machines on the network, and the names that messages reach there.",
    discussion: """
      Examples:
        messngr browse
        messngr browse --no-names       only what was heard; asks nobody
        messngr browse --json

      Machines say every few minutes that they are there; messngr-gateway listens, and keeps them in \
      mind for three times as long. Each is asked for its names: "netsend NAME" reaches those listed \
      under "messages to". Nothing of this is proven. The exit status is 69 when no gateway listens.
      """)

  @Flag(help: "Print one JSON object a line.")
  var json = false

  @Flag(help: "Do not ask the machines for their names.")
  var noNames = false

  func run(in surroundings: Surroundings) async throws -> Int32 {
    let machines = try heard(surroundings)
    let statuses = try statuses(of: machines, surroundings)
    let format = MachineFormat(style: surroundings.style, now: surroundings.now)
    let rows = machines.map { machine in
      let names = statuses?[machine.address]
      return json
        ? format.jsonLine(machine, names) : format.row(machine, names, wasAsked: statuses != nil)
    }
    if rows.isEmpty {
      surroundings.note("no machine has said that it is there; some say so every 12 minutes")
    } else {
      try surroundings.print(((json ? [] : [format.heading]) + rows).joined(separator: "\n"))
    }
    return ExitStatus.success.rawValue
  }

  private func heard(_ surroundings: Surroundings) throws -> [HeardMachine] {
    do {
      return try MachineList(at: surroundings.places.heardMachines).read(at: surroundings.clock())
        .sorted {
          ($0.workgroup, $0.name, $0.address.rawValue) < (
            $1.workgroup, $1.name, $1.address.rawValue
          )
        }
    } catch Errno.noSuchFileOrDirectory {
      throw CommandFailure(
        "nobody listens to the network: systemctl enable --now messngr-gateway, or see "
          + "messngr-gateway(8) where Samba's nmbd has the port", .unavailable)
    }
  }

  /// The names of the machines by their addresses; `nil` where nobody is asked.
  private func statuses(
    of machines: [HeardMachine], _ surroundings: Surroundings
  ) throws -> [IPv4Address: NodeStatus]? {
    guard !noNames, !machines.isEmpty else { return nil }
    let settings: NetworkSettings
    do throws(NetworkSettingsError) {
      settings = try NetworkSettings(reading: surroundings.places.networkSettings)
    } catch {
      throw CommandFailure(error.description, .usage)
    }
    guard settings.use != .never else {
      surroundings.note(
        "the machines are not asked for their names: \(surroundings.places.networkSettings) says "
          + "network = never")
      return nil
    }
    do throws(NetworkFailure) {
      return try NameSurvey(settings).statuses(
        of: Set(machines.map(\.address)), until: .after(.seconds(3)))
    } catch {
      surroundings.note("the machines cannot be asked for their names: \(error)")
      return nil
    }
  }
}
