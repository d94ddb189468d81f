// SPDX-License-Identifier: Apache-2.0

import Listeners

/// Looks at this machine: its names, and those of its interfaces that are listened on.
struct MachineWatch {
  private let configuration: GatewayConfiguration
  private var people: PeopleFinder

  init(configuration: GatewayConfiguration, people: PeopleFinder) {
    self.configuration = configuration
    self.people = people
  }

  mutating func look() -> (names: LocalNames, interfaces: [NetworkInterface]) {
    let interfaces = NetworkInterface.all().filter { interface in
      configuration.interfaces.isEmpty || interface.isLoopback
        || configuration.interfaces.contains(interface.name)
    }
    let found = people.find()
    let names = LocalNames(
      machine: configuration.machineName, workgroup: configuration.workgroup,
      present: found.present, away: found.away, addresses: interfaces.map(\.address))
    return (names, interfaces)
  }
}
