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

  /// A finding for each problem, or that there is none.
  func findings() -> [Finding] {
    do throws(ConfigurationError) {
      _ = try context.agentConfiguration()
      return [Finding("config", .good, "the configuration has no errors")]
    } catch {
      return error.problems.map { problem in
        Finding(
          "config", .bad(.configuration), "no agent can start: \(problem)",
          remedy: "correct that, then: messngrd --check-config")
      }
    }
  }
}
