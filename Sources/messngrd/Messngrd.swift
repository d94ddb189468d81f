// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Console
import DaemonSupport
import Glibc
import LinuxSystem
import Logging
import MessengerAgent

/// The program: options, environment and files in; a running agent, or a line and an exit status out.
@main
struct Messngrd: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "messngrd",
    abstract: "Receives messages, keeps them, and shows them as desktop notifications.",
    discussion: """
      Examples:
        messngrd                       show on the desktop, if there is one
        messngrd --display terminal    write each message to this terminal
        messngrd --check-config        say what is wrong in the configuration

      One agent runs for each user. It ends on SIGTERM or SIGINT and reads its \
      configuration again on SIGHUP. Exit status: 0 stopped, 64 wrong usage, 69 no mailslot \
      or inbox, 73 another agent runs already, 78 the configuration has errors.
      """,
    version: Version.text)

  @Option(help: ArgumentHelp("auto, desktop, terminal or none.", valueName: "where"))
  var display: String?

  @Option(help: ArgumentHelp("trace, debug, info, notice, warning, error or critical."))
  var logLevel: String?

  @Option(
    name: .customLong("config"),
    help: ArgumentHelp("Read this file, in place of the usual two.", valueName: "file"))
  var file: String?

  @Flag(help: "Check the configuration and end.")
  var checkConfig = false

  func run() throws {
    // A terminal or a service manager that went away must not end the agent.
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGHUP, SIG_IGN)
    Messngrd.raiseDescriptorLimit()
    let loader = ConfigurationLoader(file: file, options: options)
    let settings: AgentConfiguration
    do throws(ConfigurationError) {
      settings = try loader.load()
    } catch {
      for problem in error.problems { Messngrd.complain("\(problem)") }
      throw ExitCode(ExitStatus.configuration.rawValue)
    }
    guard !checkConfig else { return print("The configuration is good.") }
    try Messngrd.run(settings, loader)
  }

  private var options: [String: String] {
    var options: [String: String] = [:]
    options["display"] = display
    options["log-level"] = logLevel
    return options
  }

  private static func run(_ settings: AgentConfiguration, _ loader: ConfigurationLoader) throws {
    let agent = Agent(configuration: settings, environment: ConfigurationLoader.variable) { log in
      do throws(ConfigurationError) {
        return try loader.load()
      } catch {
        for problem in error.problems { log.error("\(problem)") }
        return nil
      }
    }
    do throws(AgentError) {
      try Workers.run { () async -> Result<Void, AgentError> in
        do throws(AgentError) { return .success(try await agent.run()) } catch {
          return .failure(error)
        }
      }
    } catch {
      complain(error.description)
      throw ExitCode(error.exitStatus.rawValue)
    }
  }

  /// Takes as many descriptors as it may have, within reason: each message that waits may hold one.
  private static func raiseDescriptorLimit() {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    guard unsafe getrlimit(resource, &limit) == 0 else { return }
    limit.rlim_cur = max(limit.rlim_cur, min(limit.rlim_max, 65_536))
    unsafe _ = setrlimit(resource, &limit)
  }

  private static func complain(_ line: String) {
    // Standard error may be closed; then the line is lost.
    _ = try? FileDescriptor.standardError.writeAll(Array("messngrd: \(line)\n".utf8))
  }
}
