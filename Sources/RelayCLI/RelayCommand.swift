// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import DaemonCLI
import LinuxSystem
import MessengerRelay

/// The options of `messngr-relay`: it reads the configuration and runs the relay.
struct RelayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "messngr-relay",
    abstract: "Carries messages between the machines of a realm.",
    discussion: """
      Examples:
        messngr-relay                       run with /etc/messngr/relay.yaml
        messngr-relay --set host=web1       as the machine web1 of the realm
        messngr-relay --check-config        print the errors of the configuration

      A realm is a set of machines that exchange messages over NATS servers: "messngr realm" makes \
      one. The relay takes messages for NAME@REALM from netsend, keeps them on the disk until the \
      recipient's machine has them, and brings those from other machines to the agents of this one. \
      Exit status: 0 stopped, 64 wrong usage, 69 another relay runs, 74 the outbox cannot be used, \
      78 the configuration has errors.
      """,
    version: Version.text, subcommands: [StreamCommand.self])

  @OptionGroup var options: DaemonOptions<RelayConfiguration>

  func run() throws {
    // Each message that waits may hold a descriptor.
    Limits.raiseOpenFileCount(to: 65_536)
    try options.run(check: { try Relay.check($0) }) { configuration in
      try await Relay(configuration: configuration) { Environment.variable($0) }.run()
    }
  }
}
