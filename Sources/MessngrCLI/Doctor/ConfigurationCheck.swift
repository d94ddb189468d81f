// SPDX-License-Identifier: Apache-2.0

import AgentSupport
import Console
import DaemonSupport

/// The check of the agent's configuration, which an agent reads at its start.
struct ConfigurationCheck {
  private let context: CommandContext

  /// Prepares the check of the configuration of the user who runs `messngr`.
  init(in context: CommandContext) {
    self.context = context
  }

  /// A finding for each problem and each probable mistake, or that there is none.
  ///
  /// The agent may have other variables than this command, so they are not checked.
  func findings() -> [Finding] {
    do throws(ConfigurationError) {
      let advice = ConfigurationAdvice.sentences(
        about: try context.agentConfiguration(), variables: [], accounts: context.accounts,
        groups: context.groups)
      guard !advice.isEmpty else {
        return [Finding("config", .good, "the configuration has no errors")]
      }
      return advice.map { Finding("config", .note, $0) }
    } catch {
      return error.problems.map { problem in
        Finding(
          "config", .bad(.configuration), "no agent can start: \(problem)",
          remedy: "correct that, then: messngrd --check-config")
      }
    }
  }
}
