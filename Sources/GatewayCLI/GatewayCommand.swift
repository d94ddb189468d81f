// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import DaemonSupport
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

  @Option(
    name: .customLong("config"),
    help: ArgumentHelp("Read this file instead of /etc/messngr/gateway.yaml.", valueName: "file"),
    completion: .file())
  var file: String?

  @Option(
    help: ArgumentHelp(
      "A setting that overrides the file; can be repeated.", valueName: "key=value"))
  var set: [String] = []

  @Flag(help: "Check the configuration and end.")
  var checkConfig = false

  func run() throws {
    // A closed standard output must not end the gateway.
    Signal.brokenPipe.ignore()
    let settings: GatewayConfiguration
    do throws(ConfigurationError) {
      settings = try GatewayConfiguration.load(
        files: [FilePath(file ?? "/etc/messngr/gateway.yaml")], mayBeMissing: file == nil,
        options: options)
    } catch {
      for problem in error.problems { GatewayCommand.complain("\(problem)") }
      throw ExitCode(78)
    }
    guard !checkConfig else {
      for line in GatewayConfiguration.unknownVariables(among: Environment.variables.keys) {
        GatewayCommand.complain(line)
      }
      return print("The configuration is correct.")
    }
    let gateway = Gateway(configuration: settings) { Environment.variable($0) }
    do {
      try Workers.run { () async -> Result<Void, any Error> in
        do { return .success(try await gateway.run()) } catch { return .failure(error) }
      }
    } catch let error as GatewayError {
      GatewayCommand.complain(error.description)
      throw ExitCode(error.exitStatus)
    }
  }

  func validate() throws {
    for text in set where !text.contains("=") {
      throw ValidationError("--set takes key=value, not '\(text)'")
    }
  }

  private var options: [String: String] {
    let pairs = set.map { text -> (String, String) in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), String(parts.last ?? ""))
    }
    return Dictionary(pairs) { $1 }
  }

  private static func complain(_ line: String) {
    // Standard error may be closed; there is no other place to report that.
    _ = try? FileDescriptor.standardError.writeAll(Array("messngr-gateway: \(line)\n".utf8))
  }
}
