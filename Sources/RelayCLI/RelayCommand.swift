// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import DaemonSupport
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

  @Option(
    name: .customLong("config"),
    help: ArgumentHelp("Read this file instead of /etc/messngr/relay.yaml.", valueName: "file"),
    completion: .file())
  var file: String?

  @Option(
    help: ArgumentHelp(
      "A setting that overrides the file; can be repeated.", valueName: "key=value"))
  var set: [String] = []

  @Flag(help: "Check the configuration and end.")
  var checkConfig = false

  func run() throws {
    // A closed standard output must not end the relay.
    Signal.brokenPipe.ignore()
    let settings: RelayConfiguration
    do throws(ConfigurationError) {
      settings = try RelayConfiguration.load(
        files: [FilePath(file ?? "/etc/messngr/relay.yaml")], mayBeMissing: file == nil,
        options: options)
    } catch {
      for problem in error.problems { RelayCommand.complain("\(problem)") }
      throw ExitCode(78)
    }
    do {
      guard !checkConfig else {
        try Relay.check(settings)
        for line in RelayConfiguration.unknownVariables(among: Environment.variables.keys) {
          RelayCommand.complain(line)
        }
        return print("The configuration is correct.")
      }
      let relay = Relay(configuration: settings) { Environment.variable($0) }
      try Workers.run { () async -> Result<Void, any Error> in
        do { return .success(try await relay.run()) } catch { return .failure(error) }
      }
    } catch let error as RelayError {
      RelayCommand.complain(error.description)
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

  static func complain(_ line: String) {
    // Standard error may be closed; there is no other place to report that.
    _ = try? FileDescriptor.standardError.writeAll(Array("messngr-relay: \(line)\n".utf8))
  }
}
