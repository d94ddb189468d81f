// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import DaemonSupport
import Glibc
import LinuxSystem
import MessengerGateway

/// The program: options and a file in; a running gateway, or a line and an exit status out.
@main
struct MessngrGateway: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "messngr-gateway",
    abstract: "Brings messages from the local network to the people on this machine.",
    discussion: """
      Examples:
        messngr-gateway                       as /etc/messngr/gateway.yaml says
        messngr-gateway --set datagrams=no    only sessions and names
        messngr-gateway --check-config        say what is wrong in the configuration

      It answers for the NetBIOS names of this machine and of those who are logged in (UDP 137), \
      and takes messages as datagrams (UDP 138) and over sessions (TCP 139), as net send, \
      WinPopup and smbclient -M send them. Nothing there proves who sends: agents show such \
      messages as unverified. Exit status: 0 stopped, 64 wrong usage, 69 all ports are taken, \
      77 not permitted to listen on them, 78 the configuration has errors.
      """,
    version: Version.text)

  @Option(
    name: .customLong("config"),
    help: ArgumentHelp("Read this file, in place of /etc/messngr/gateway.yaml.", valueName: "file"))
  var file = "/etc/messngr/gateway.yaml"

  @Option(
    help: ArgumentHelp(
      "A setting that counts more than the file's; can be repeated.", valueName: "key=value"))
  var set: [String] = []

  @Flag(help: "Check the configuration and end.")
  var checkConfig = false

  func run() throws {
    // A service manager that went away must not end the gateway.
    _ = signal(SIGPIPE, SIG_IGN)
    let settings: GatewayConfiguration
    do throws(ConfigurationError) {
      settings = try GatewayConfiguration.load(files: [FilePath(file)], options: options)
    } catch {
      for problem in error.problems { MessngrGateway.complain("\(problem)") }
      throw ExitCode(78)
    }
    guard !checkConfig else { return print("The configuration is good.") }
    let gateway = Gateway(configuration: settings) { name in
      unsafe getenv(name).map { unsafe String(cString: $0) }
    }
    do {
      try Workers.run { () async -> Result<Void, any Error> in
        do { return .success(try await gateway.run()) } catch { return .failure(error) }
      }
    } catch let error as GatewayError {
      MessngrGateway.complain(error.description)
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
    // Standard error may be closed; there is nobody else to tell.
    _ = try? FileDescriptor.standardError.writeAll(Array("messngr-gateway: \(line)\n".utf8))
  }
}
