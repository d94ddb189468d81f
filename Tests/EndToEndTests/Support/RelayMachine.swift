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

  /// The account of each relay.
  static let account = "messngr-relay"

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
    on machine: Machine, _ name: String, _ files: String, _ variables: [String: String] = [:],
    servers: [String] = []
  ) throws -> Program {
    let home = machine[account].home
    // A user of another uid cannot share what faketime makes for a program that runs before this one.
    let command =
      ["/usr/bin/env"] + variables.map { "\($0)=\($1)" } + [
        machine.path(of: "messngr-relay"), "--config", "/dev/null", "--set", "host=\(name)",
        "--set", "directory=\(files)", "--set", "state=\(home)", "--set", "log-level=debug",
      ] + (servers.isEmpty ? [] : ["--set", "servers=\(servers.joined(separator: ", "))"])
    let relay = try machine.start(command, as: account, ["PATH": "/usr/bin:/bin", "TZ": "UTC"])
    try relay.wait(for: "listening", in: .errors)
    return relay
  }

  /// Waits until the relay is connected to a server.
  func waitUntilConnected(times: Int = 1) throws {
    try relay.wait(for: "messngr-relay: connected", in: .errors, times: times)
  }

  /// Ends the relay as a power failure would.
  func end() { relay.end() }

  /// Ends the relay as a power failure would, and starts it again.
  ///
  /// - Parameter servers: The servers as URLs; those of the list when empty.
  func restartRelay(_ variables: [String: String] = [:], servers: [String] = []) throws {
    end()
    relay = try RelayMachine.start(on: machine, name, files, variables, servers: servers)
  }

  /// Calls `body` while nothing that the relay sends leaves the machine.
  func withoutNetwork(_ body: () throws -> Void) throws {
    let table = "inet messngr_\(name)_\(machine[RelayMachine.account].uid)"
    let rules = """
      table \(table) {
        chain out {
          type filter hook output priority 0;
          meta skuid \(machine[RelayMachine.account].uid) drop
        }
      }
      """
    try nft(["-f", "-"], input: rules)
    let result = Result { try body() }
    try nft(["delete", "table"] + table.split(separator: " ").map(String.init))
    try result.get()
  }

  private func nft(_ words: [String], input: String = "") throws {
    let run = try Program(
      "/usr/sbin/nft", words, environment: Program.path, input: Array(input.utf8),
      package: "nftables"
    ).finish()
    try #require(run.status == 0, "\(run.errors)")
  }
}
