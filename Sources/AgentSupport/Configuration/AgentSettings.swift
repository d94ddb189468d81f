// SPDX-License-Identifier: Apache-2.0

import LinuxSystem

/// The present configuration: a reload changes it while the agent runs.
package final class AgentSettings: Sendable {
  /// The configuration that the agent was started with.
  package let initial: AgentConfiguration

  private let current: Guarded<AgentConfiguration>

  /// Starts with a configuration.
  package init(_ configuration: AgentConfiguration) {
    initial = configuration
    current = Guarded(configuration)
  }

  /// The configuration; code that needs several settings reads it once.
  package var configuration: AgentConfiguration { current.withLock { $0 } }

  /// Replaces the configuration.
  package func replace(with configuration: AgentConfiguration) {
    current.withLock { $0 = configuration }
  }
}
