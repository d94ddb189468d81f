// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import DaemonCLI
import LinuxSystem
import MessengerGateway

/// The options of `messngr-gateway`: it reads the configuration and runs the gateway.
struct GatewayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "messngr-gateway",
    abstract: "Brings messages from the local network to the users of this machine.",
    discussion: """
      Examples:
        messngr-gateway                       run with /etc/messngr/gateway.yaml
        messngr-gateway --set datagrams=no    only sessions and names
        messngr-gateway --check-config        print the errors of the configuration

      It answers for the NetBIOS names of this machine and of its logged-in users (UDP 137), and \
      receives messages as datagrams (UDP 138) and over sessions (TCP 139), as net send, WinPopup \
      and smbclient -M send them. Nothing on the network proves who the sender is, so agents show \
      such messages as unverified. Exit status: 0 stopped, 64 wrong usage, 69 all ports are taken, \
      77 not permitted to listen on them, 78 the configuration has errors.
      """,
    version: Version.text)

  @OptionGroup var options: DaemonOptions<GatewayConfiguration>

  func run() throws {
    try options.run { configuration in
      try await Gateway(configuration: configuration) { Environment.variable($0) }.run()
    }
  }
}
