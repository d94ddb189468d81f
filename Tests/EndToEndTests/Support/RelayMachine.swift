// SPDX-License-Identifier: Apache-2.0

import Foundation
import TestSupport
import Testing

/// A machine of a realm: with users of its own, and a relay.
final class RelayMachine {
  /// The machine's name in the realm.
  let name: String

  /// The machine.
  let machine: Machine

  /// The relay, while it runs.
  private(set) var relay: Program

  private let files: String
  private static let account = "messngr-relay"

  /// Makes a machine, and starts its relay.
  ///
  /// - Parameters:
  ///   - name: Its name in the realm, which has a certificate for it.
  ///   - users: Its users.
  init(
    _ name: String, of realm: RealmServers, users: [String], groups: [String: [String]] = [:]
  ) throws {
    self.name = name
    machine = try Machine(users + [RelayMachine.account], groups: groups)
    files = "\(machine.folder)/realm"
    let relay = machine[RelayMachine.account]
    try FileManager.default.copyItem(
      atPath: realm.folder.appending(path: "hosts/\(name)").path, toPath: files)
    chown(files, relay.uid, relay.uid)
    for file in try FileManager.default.contentsOfDirectory(atPath: files) {
      chown("\(files)/\(file)", relay.uid, relay.uid)
    }
    self.relay = try RelayMachine.start(on: machine, name, files)
  }

  deinit { relay.end() }

  private static func start(
    on machine: Machine, _ name: String, _ files: String
  ) throws -> Program {
    let home = machine[account].home
    let relay = try machine.start(
      [
        machine.path(of: "messngr-relay"), "--config", "/dev/null", "--set", "host=\(name)",
        "--set", "directory=\(files)", "--set", "state=\(home)", "--set", "log-level=debug",
      ], as: account, ["PATH": "/usr/bin:/bin", "TZ": "UTC"])
    try relay.wait(for: "listening", in: .errors)
    return relay
  }

  /// Waits until the relay is connected to a server.
  func waitUntilConnected(times: Int = 1) throws {
    try relay.wait(for: "messngr-relay: connected", in: .errors, times: times)
  }

  /// Ends the relay as a power failure would, and starts it again.
  func restartRelay() throws {
    relay.signal(SIGKILL)
    _ = try relay.finish()
    relay = try RelayMachine.start(on: machine, name, files)
  }
}
