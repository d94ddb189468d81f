// SPDX-License-Identifier: Apache-2.0

import Accounts
import DaemonSupport
import Glibc
import LinuxSystem
import MessengerAgent

/// Reads the agent's configuration from where this process finds it, as often as it is asked to.
struct ConfigurationLoader: Sendable {
  /// The one file to read, or `nil` for the usual two.
  let file: String?

  /// The options of the command line, by their keys.
  let options: [String: String]

  /// Reads it.
  func load() throws(ConfigurationError) -> AgentConfiguration {
    let environment = ConfigurationLoader.environment
    let home = AccountDatabase().account(userID: geteuid())?.home ?? "/"
    let files =
      file.map { [FilePath($0)] }
      ?? AgentConfiguration.files(home: home, environment: environment)
    return try AgentConfiguration.load(
      files: files, environment: environment, options: options)
  }

  /// The value of a variable of the environment.
  @Sendable static func variable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  private static var environment: [String: String] {
    var variables: [String: String] = [:]
    var next = unsafe environ
    while let entry = unsafe next.pointee {
      let text = unsafe String(cString: entry)
      if let equals = text.firstIndex(of: "=") {
        variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
      }
      unsafe next += 1
    }
    return variables
  }
}
