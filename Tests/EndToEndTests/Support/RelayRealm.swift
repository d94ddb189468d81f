// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A realm with real servers and machines.
struct RelayRealm {
  /// The servers.
  let servers: RealmServers

  /// The machines, by their names.
  let machines: [String: RelayMachine]

  /// Makes a realm, and waits until each machine is connected.
  ///
  /// - Parameters:
  ///   - users: The users of each machine.
  ///   - open: The machines that may read the messages of all users.
  ///   - announcers: The machines that may send to all users.
  ///   - strangers: The users of machines that have a certificate and no relay.
  ///   - serverCount: How many servers it has.
  init(
    _ users: [String: [String]], open: [String] = [], announcers: [String] = [],
    groups: [String: [String]] = [:], strangers: [String: [String]] = [:], serverCount: Int = 1
  ) throws {
    let hosts = users.merging(strangers) { $1 }.sorted { $0.key < $1.key }.map { name, users in
      [name] + (open.contains(name) ? ["--all-users"] : users)
        + (announcers.contains(name) ? ["--everyone"] : [])
    }
    let servers = try RealmServers(
      hosts: hosts, count: serverCount, programs: Sandbox.programs)
    self.servers = servers
    try servers.makeStream(with: Sandbox.programs)
    machines = try users.reduce(into: [:]) { machines, entry in
      machines[entry.key] = try RelayMachine(
        entry.key, of: servers, users: entry.value, groups: groups)
    }
    for machine in machines.values { try machine.waitUntilConnected() }
  }

  /// The machine with that name.
  subscript(name: String) -> Machine {
    get throws { try #require(machines[name]).machine }
  }
}
