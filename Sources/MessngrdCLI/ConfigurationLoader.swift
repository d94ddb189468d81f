// SPDX-License-Identifier: Apache-2.0

import Accounts
import AgentSupport
import DaemonSupport
import LinuxSystem

/// A loader of the agent's configuration, at the start and after each SIGHUP.
struct ConfigurationLoader: Sendable {
  /// The only file to read; `nil` for the usual two.
  let file: String?

  /// The options of the command line, by their keys.
  let options: [String: String]

  /// Reads the configuration.
  func load() throws(ConfigurationError) -> AgentConfiguration {
    let environment = Environment.variables
    let home = AccountDatabase().account(userID: CurrentProcess.effectiveUserID)?.home ?? "/"
    let files =
      file.map { [FilePath($0)] }
      ?? AgentConfiguration.files(home: home, environment: environment)
    return try AgentConfiguration.load(
      files: files, mayBeMissing: file == nil, environment: environment, options: options
    ).withMembers(in: GroupDatabase())
  }

  /// One sentence for each probable mistake in a configuration.
  func advice(about configuration: AgentConfiguration) -> [String] {
    ConfigurationAdvice.sentences(
      about: configuration, variables: Environment.variables.keys, accounts: AccountDatabase(),
      groups: GroupDatabase())
  }
}
