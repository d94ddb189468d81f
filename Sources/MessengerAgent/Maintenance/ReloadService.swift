// SPDX-License-Identifier: Apache-2.0

import AgentSupport
import Logging
import ServiceLifecycle
import UnixSignals

/// Reads the configuration again on SIGHUP.
struct ReloadService: Service {
  let settings: AgentSettings
  let wakeSignal: WakeSignal
  let log: Logger
  let load: @Sendable () -> AgentConfiguration?

  func run() async throws {
    await cancelWhenGracefulShutdown {
      for await _ in await UnixSignalsSequence(trapping: .sighup) { reload() }
    }
  }

  private func reload() {
    guard let configuration = load() else {
      return log.error("configuration not changed: the new one has errors")
    }
    settings.replace(with: configuration)
    log.info("configuration read again")
    for key in configuration.startKeys(otherThanIn: settings.initial) {
      log.notice(
        "a changed setting takes effect at the next start", metadata: ["setting": "\(key)"])
    }
    wakeSignal.ring()
  }
}
