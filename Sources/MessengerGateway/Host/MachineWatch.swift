// SPDX-License-Identifier: Apache-2.0

import Listeners

/// Looks up the names of this machine, and the interfaces on which the gateway listens.
struct MachineWatch {
  private let configuration: GatewayConfiguration
  private var users: ReachableUsersFinder

  init(configuration: GatewayConfiguration, users: ReachableUsersFinder) {
    self.configuration = configuration
    self.users = users
  }

  /// Looks them up, now.
  mutating func look(at now: ContinuousClock.Instant) -> (
    names: LocalNames, interfaces: [NetworkInterface]
  ) {
    let interfaces = NetworkInterface.all().filter { interface in
      configuration.interfaces.isEmpty || interface.isLoopback
        || configuration.interfaces.contains(interface.name)
    }
    let found = users.find(at: now)
    let names = LocalNames(
      machine: configuration.machineName, workgroup: configuration.workgroup,
      present: found.present, away: found.away, addresses: interfaces.map { $0.address })
    return (names, interfaces)
  }
}
