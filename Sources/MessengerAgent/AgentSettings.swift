// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The configuration as it is now: a reload changes it while the agent runs.
final class AgentSettings: Sendable {
  private let current: Mutex<AgentConfiguration>

  /// Starts with a configuration.
  init(_ configuration: AgentConfiguration) {
    current = Mutex(configuration)
  }

  /// The configuration; what uses it for a while takes it once.
  var configuration: AgentConfiguration { current.withLock { $0 } }

  /// Puts another configuration in its place.
  func replace(with configuration: AgentConfiguration) {
    current.withLock { $0 = configuration }
  }
}
