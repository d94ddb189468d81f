// SPDX-License-Identifier: Apache-2.0

import Inbox
import Logging
import Messages
import ServiceLifecycle

/// Forgets what is too old or too much: at the start, and once a day while messages come in.
struct RetentionService: Service {
  let inbox: Inbox
  let settings: AgentSettings

  /// Rung whenever messages have come in.
  let doorbell: Doorbell
  let log: Logger

  /// How often.
  private static let interval = Duration.seconds(86_400)

  func run() async throws {
    doorbell.ring()
    var last: ContinuousClock.Instant?
    for await _ in doorbell.rings.cancelOnGracefulShutdown() {
      if let last, last.duration(to: .now) < RetentionService.interval { continue }
      await prune()
      last = .now
    }
  }

  private func prune() async {
    let configuration = settings.configuration
    let retention = InboxRetention(
      maximumAge: configuration.inboxAge.components.seconds,
      maximumCount: configuration.inboxMessages)
    var count = 0
    do {
      while !Task.isCancelled {
        let pruned = try await inbox.run { try $0.prune(retention, now: .now) }
        guard pruned > 0 else { break }
        count += pruned
      }
    } catch {
      log.error("not forgotten", metadata: ["why": "\(error)"])
    }
    if count > 0 { log.info("forgotten", metadata: ["count": "\(count)"]) }
  }
}
