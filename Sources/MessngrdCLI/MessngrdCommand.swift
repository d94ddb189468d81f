// SPDX-License-Identifier: Apache-2.0

import AgentSupport
import ArgumentParser
import Console
import DaemonSupport
import LinuxSystem
import Logging
import MessengerAgent

/// The options of `messngrd`: it reads the configuration and runs the agent.
struct MessngrdCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "messngrd",
    abstract: "Receives messages, stores them, and shows them as desktop notifications.",
    discussion: """
      Examples:
        messngrd                       show messages on the desktop, if there is one
        messngrd --display terminal    write each message to this terminal
        messngrd --display terminals   write each message to all your terminals
        messngrd --check-config        print the errors of the configuration

      One agent runs for each user. It ends on SIGTERM or SIGINT, and reads its \
      configuration again on SIGHUP. Exit status: 0 stopped, 3 the session of --session has \
      ended, 64 wrong usage, 69 no mailslot or inbox, 73 another agent runs already, 78 the \
      configuration has errors.
      """,
    version: Version.text)

  @Option(
    help: ArgumentHelp("auto, desktop, terminal, terminals or none.", valueName: "where"),
    completion: .list(["auto", "desktop", "terminal", "terminals", "none"]))
  var display: String?

  @Option(
    help: ArgumentHelp("trace, debug, info, notice, warning, error or critical."),
    completion: .list(["trace", "debug", "info", "notice", "warning", "error", "critical"]))
  var logLevel: String?

  @Option(
    name: .customLong("config"),
    help: ArgumentHelp("Read this file instead of the usual two.", valueName: "file"),
    completion: .file())
  var file: String?

  @Flag(help: "Check the configuration and end.")
  var checkConfig = false

  @Flag(help: "Wait while another agent runs, and then take its place.")
  var standby = false

  @Flag(
    help: ArgumentHelp(
      "Wait like --standby, and end with the graphical session that the variables name."))
  var session = false

  func run() throws {
    // A closed terminal or standard output must not end the agent.
    Signal.brokenPipe.ignore()
    Signal.hangUp.ignore()
    // Each message that waits may hold a descriptor.
    Limits.raiseOpenFileCount(to: 65_536)
    let loader = ConfigurationLoader(file: file, options: options)
    let settings: AgentConfiguration
    do throws(ConfigurationError) {
      settings = try loader.load()
    } catch {
      for problem in error.problems { MessngrdCommand.complain("\(problem)") }
      throw ExitCode(ExitStatus.configuration.rawValue)
    }
    guard !checkConfig else {
      for line in loader.advice(about: settings) { MessngrdCommand.complain(line) }
      return print("The configuration is correct.")
    }
    try MessngrdCommand.run(
      settings, loader, life: session ? .session : standby ? .standby : .alone)
  }

  private var options: [String: String] {
    var options: [String: String] = [:]
    options["display"] = display
    options["log-level"] = logLevel
    return options
  }

  private static func run(
    _ settings: AgentConfiguration, _ loader: ConfigurationLoader, life: AgentLife
  ) throws {
    let agent = Agent(
      configuration: settings, life: life, environment: { Environment.variable($0) }
    ) { log in
      do throws(ConfigurationError) {
        return try loader.load()
      } catch {
        for problem in error.problems { log.error("\(problem)") }
        return nil
      }
    }
    let end = Guarded(AgentEnd.stopped)
    do throws(AgentError) {
      try Workers.run { () async -> Result<Void, AgentError> in
        do throws(AgentError) {
          let reason = try await agent.run()
          return .success(end.withLock { $0 = reason })
        } catch {
          return .failure(error)
        }
      }
    } catch {
      complain(error.description)
      throw ExitCode(error.exitStatus.rawValue)
    }
    let status = end.withLock(\.exitStatus)
    if status != .success { throw ExitCode(status.rawValue) }
  }

  private static func complain(_ line: String) {
    // The journal takes the priority of an error from the line: sd-daemon(3).
    let priority =
      ServiceManager(environment: { Environment.variable($0) }).readsPriorities ? "<3>" : ""
    // Standard error may be closed; there is no other place to report that.
    _ = try? FileDescriptor.standardError.writeAll(Array("\(priority)messngrd: \(line)\n".utf8))
  }
}
