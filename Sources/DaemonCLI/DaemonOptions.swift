// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
package import DaemonSupport
import LinuxSystem

/// The options of a program that runs once on a machine: its configuration, and a check of it.
package struct DaemonOptions<Configuration: DaemonConfiguration>: ParsableArguments {
  @Option(
    name: .customLong("config"),
    help: ArgumentHelp("Read this file instead of \(Configuration.file).", valueName: "file"),
    completion: .file())
  var file: String?

  @Option(
    help: ArgumentHelp(
      "A setting that overrides the file; can be repeated.", valueName: "key=value"))
  var set: [String] = []

  @Flag(help: "Check the configuration and end.")
  var checkConfig = false

  /// Creates options that are to be parsed.
  package init() {}

  /// Runs the program, or checks its configuration; prints why it cannot start.
  ///
  /// - Parameters:
  ///   - check: Checks what the configuration names.
  ///   - body: The program, until it is stopped.
  /// - Throws: `ExitCode`.
  package func run(
    check: (Configuration) throws -> Void = { _ in },
    _ body: @escaping @Sendable (Configuration) async throws -> Void
  ) throws {
    // A closed standard output must not end the program.
    Signal.brokenPipe.ignore()
    let configuration = try load()
    try DaemonOptions.reportingFailures {
      guard !checkConfig else {
        try check(configuration)
        for line in Configuration.unknownVariables(among: Environment.variables.keys) {
          DaemonOptions.complain(line)
        }
        return print("The configuration is correct.")
      }
      try Workers.run { () async -> Result<Void, any Error> in
        do { return .success(try await body(configuration)) } catch { return .failure(error) }
      }
    }
  }

  /// Calls `body`, and prints why it fails.
  ///
  /// - Throws: `ExitCode` for a `DaemonFailure`; all other errors as they are.
  package static func reportingFailures(_ body: () throws -> Void) throws {
    do { try body() } catch let failure as any DaemonFailure {
      complain(failure.description)
      throw ExitCode(failure.exitStatus)
    }
  }

  package func validate() throws {
    for text in set where !text.contains("=") {
      throw ValidationError("--set takes key=value, not '\(text)'")
    }
  }

  private func load() throws -> Configuration {
    do throws(ConfigurationError) {
      return try Configuration.load(
        files: [file.map { FilePath($0) } ?? Configuration.file], mayBeMissing: file == nil,
        options: settings)
    } catch {
      for problem in error.problems { DaemonOptions.complain("\(problem)") }
      throw ExitCode(78)
    }
  }

  private var settings: [String: String] {
    let pairs = set.map { text -> (String, String) in
      let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), String(parts.last ?? ""))
    }
    return Dictionary(pairs) { $1 }
  }

  private static func complain(_ line: String) {
    // Standard error may be closed; there is no other place to report that.
    _ = try? FileDescriptor.standardError.writeAll(
      Array("\(Configuration.programName): \(line)\n".utf8))
  }
}
