// SPDX-License-Identifier: Apache-2.0

import Inbox
import Logging
import Messages
import ServiceLifecycle

/// Forgets what is too old or too much, once at the start and once a day.
struct RetentionService: Service {
  let inbox: Inbox
  let settings: AgentSettings
  let log: Logger

  /// How often.
  private static let interval = Duration.seconds(86_400)

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await prune()
        // Cancelled when the agent ends.
        try? await Task.sleep(for: RetentionService.interval)
      }
    }
  }

  private func prune() async {
    let configuration = settings.configuration
    let retention = InboxRetention(
      maximumAge: configuration.inboxAge.components.seconds,
      maximumCount: configuration.inboxMessages)
    var count = 0
    while !Task.isCancelled {
      guard
        let pruned = try? await inbox.run({ inbox in
          try inbox.prune(retention, now: .now)
        }), pruned > 0
      else { break }
      count += pruned
    }
    if count > 0 { log.info("forgotten", metadata: ["count": "\(count)"]) }
  }
}
